"""How an app is installed, given its environment and started when nobody says how."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from small_app import plan, write_app

from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.trial import BootPlan, Door, Doors, mongo, open_trial, plan_boot
from roadworthy.trial.authjs_entry import AUTHJS, own_address
from roadworthy.trial.demands import demanded_values
from roadworthy.trial.environment import made_environment
from roadworthy.trial.log import Log
from roadworthy.trial.people import Person

BASE = "http://127.0.0.1:23456"


def written(root: Path, **files: object) -> Path:
    for name, content in files.items():
        file = root / name.replace("__", "/").replace("_json", ".json")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content))
    return root


def add(root: Path, name: str, content: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(content)


def environment(names: tuple[str, ...], **changes: object) -> dict[str, str]:
    asked = BootPlan(runtime="node", start="node x.js", environment_names=names)
    database = {"url": "postgresql://app:app@127.0.0.1:5432/app", "host": "127.0.0.1", "port": "5432"}
    database |= {"user": "app", "password": "app", "name": "app"}
    return made_environment(
        msgspec.structs.replace(asked, **changes), base_url=BASE, port=23456, database=database, examples={}
    )


def test_a_driver_is_part_of_the_address_or_all_before_it() -> None:
    python = {"runtime": "python", "database": "postgres", "database_scheme": "postgresql+asyncpg"}
    assert environment(("db_driver",), **python)["db_driver"] == "postgresql+asyncpg"
    in_two = environment(("DB_DIALECT", "DB_DRIVER"), **python)
    assert (in_two["DB_DIALECT"], in_two["DB_DRIVER"]) == ("postgresql", "asyncpg")


def test_tokens_are_signed_where_the_code_names_no_algorithm() -> None:
    assert environment(("ALGORITHM",))["ALGORITHM"] == "HS256"
    assert "ALGORITHM" not in environment(("ALGORITHM",), defaulted_names=("ALGORITHM",))
    assert "HASH_ALGORITHM" not in environment(("HASH_ALGORITHM",))


def test_mail_is_handed_in_where_the_code_names_no_host() -> None:
    made = environment(
        ("MAIL_SERVER", "MAIL_PORT", "SMTP_HOST", "EMAIL_HOST", "EMAIL_PORT"), defaulted_names=("EMAIL_PORT",)
    )
    assert (made["MAIL_SERVER"], made["SMTP_HOST"], made["EMAIL_HOST"]) == ("smtp.example.com",) * 3
    assert made["MAIL_PORT"] == "587"
    assert "EMAIL_PORT" not in made
    assert environment(("SMTP_USER",))["SMTP_USER"] == "trial@example.com"


def test_the_host_of_a_service_has_no_port() -> None:
    said = "redis_host\n  Field required\nredis_port\n  Field required\napp_host\n  Field required"
    found = demanded_values(said, ("redis_host", "redis_port", "app_host"), {}, BASE)
    assert found == {"redis_host": "127.0.0.1", "redis_port": "6379", "app_host": "127.0.0.1:23456"}


def test_a_workspace_that_names_no_packages_is_not_the_app(tmp_path: Path) -> None:
    written(tmp_path, package_json={"scripts": {"dev": "bun run dev"}})
    add(tmp_path, "pyproject.toml", "[tool.uv.workspace]\nmembers = ['backend']\n")
    add(
        tmp_path,
        "backend/pyproject.toml",
        "[project]\nname = 'shop'\ndependencies = ['fastapi', 'psycopg']\n",
    )
    add(tmp_path, "backend/app/main.py", "from fastapi import FastAPI\napp = FastAPI()\n")
    found = plan_boot(tmp_path, [], {})
    assert (found.runtime, found.cwd, found.database) == ("python", "backend", "postgres")


def test_a_python_server_with_a_package_json_beside_it_runs_as_python(tmp_path: Path) -> None:
    written(tmp_path, backend__package_json={"dependencies": {"prettier": "3"}})
    add(tmp_path, "backend/requirements.txt", "fastapi\nmotor\n")
    add(tmp_path, "backend/server.py", "from fastapi import FastAPI\napp = FastAPI()\n")
    found = plan_boot(tmp_path, [], {})
    assert (found.runtime, found.cwd, found.database) == ("python", "backend", "mongodb")


def test_packages_of_a_workspace_are_installed_where_its_lockfile_lies(tmp_path: Path) -> None:
    written(
        tmp_path,
        package_json={"workspaces": ["apps/*"]},
        apps__api__package_json={"dependencies": {"express": "5"}},
    )
    add(tmp_path, "package-lock.json", "{}")
    add(tmp_path, "apps/api/index.js", "")
    found = plan_boot(tmp_path, [], {})
    assert found.cwd == "apps/api"
    assert found.install[0].startswith("cd ../.. && npm ci")


def test_a_lockfile_that_does_not_fit_gives_way(tmp_path: Path) -> None:
    written(tmp_path, package_json={"dependencies": {"express": "5"}, "scripts": {"start": "node ."}})
    add(tmp_path, "package-lock.json", "{}")
    install = plan_boot(tmp_path, [], {}).install[0]
    assert install.index("npm ci") < install.index("|| npm install")


def test_an_old_drizzle_kit_beside_a_new_configuration_is_replaced(tmp_path: Path) -> None:
    manifest = {"dependencies": {"express": "5", "pg": "8"}, "devDependencies": {"drizzle-kit": "^0.18.1"}}
    written(tmp_path, package_json={**manifest, "scripts": {"start": "node ."}})
    add(tmp_path, "drizzle.config.ts", "export default { dialect: 'postgresql' }")
    assert "drizzle-kit@" in plan_boot(tmp_path, [], {}).install[-1]


@pytest.mark.parametrize(
    ("asked", "command"), [("^0.22.8", "drizzle-kit push"), ("^0.31.4", "drizzle-kit push --force")]
)
def test_drizzle_is_told_what_its_release_knows(tmp_path: Path, asked: str, command: str) -> None:
    manifest = {"dependencies": {"express": "5", "pg": "8"}, "devDependencies": {"drizzle-kit": asked}}
    written(tmp_path, package_json={**manifest, "scripts": {"start": "node ."}})
    add(tmp_path, "drizzle.config.ts", "export default { dialect: 'postgresql' }")
    assert plan_boot(tmp_path, [], {}).schema == (command,)


def test_sequelize_models_make_their_tables(tmp_path: Path) -> None:
    written(
        tmp_path,
        package_json={"dependencies": {"express": "5", "pg": "8", "sequelize": "6"}, "main": "index.js"},
    )
    add(tmp_path, "index.js", "")
    add(tmp_path, "migrations.sql", "CREATE TABLE carts (id int);")
    assert plan_boot(tmp_path, [], {}).schema[0].endswith("-- migrations.sql")


def test_an_app_with_a_mysql_driver_runs_on_postgres_where_it_knows_it(tmp_path: Path) -> None:
    add(tmp_path, "requirements.txt", "fastapi\nsqlalchemy\npymysql\n")
    add(tmp_path, "main.py", "from fastapi import FastAPI\napp = FastAPI()\n")
    assert plan_boot(tmp_path, [], {}).database == "mysql"
    add(tmp_path, "database.py", "# MySQL or PostgreSQL, by its address\n")
    found = plan_boot(tmp_path, [], {})
    assert found.database == "postgres"
    assert "psycopg2-binary" in found.install[0]


def test_an_asynchronous_driver_is_named_only_for_an_asynchronous_engine(tmp_path: Path) -> None:
    add(tmp_path, "requirements.txt", "fastapi\nsqlalchemy\nasyncpg\npsycopg2-binary\n")
    add(
        tmp_path,
        "main.py",
        "from fastapi import FastAPI\nfrom sqlalchemy import create_engine\napp = FastAPI()\n",
    )
    assert plan_boot(tmp_path, [], {}).database_scheme == "postgresql+psycopg2"
    add(tmp_path, "session.py", "engine = create_async_engine(url)\n")
    assert plan_boot(tmp_path, [], {}).database_scheme == "postgresql+asyncpg"
    (tmp_path / "requirements.txt").write_text("fastapi\nasyncpg\nfastapi-users[sqlalchemy]\n")
    assert plan_boot(tmp_path, [], {}).database_scheme == "postgresql+asyncpg"


def test_the_driver_s_own_connect_gets_an_address_without_a_driver(tmp_path: Path) -> None:
    add(tmp_path, "requirements.txt", "flask\nsqlalchemy\npsycopg2-binary\n")
    add(
        tmp_path,
        "app.py",
        "import psycopg2\nfrom flask import Flask\napp = Flask(__name__)\npsycopg2.connect(URL)\n",
    )
    assert plan_boot(tmp_path, [], {}).database_scheme == "postgresql"


def test_an_app_on_sqlmodel_keeps_to_the_file_that_its_code_names(tmp_path: Path) -> None:
    add(tmp_path, "requirements.txt", "fastapi\nsqlmodel\n")
    add(
        tmp_path,
        "main.py",
        "import os\nfrom fastapi import FastAPI\napp = FastAPI()\nURL = os.getenv('DATABASE_URL', 'sqlite:///./shop.db')\n",
    )
    assert plan_boot(tmp_path, [], {}).database == "sqlite"


def test_the_environment_has_the_form_that_names_promise() -> None:
    made = environment(("DB_DIALECT", "DB_CLIENT", "POSTGRES_SERVER", "MAIL_FROM", "MAX_TOKENS"))
    assert (made["DB_DIALECT"], made["DB_CLIENT"], made["POSTGRES_SERVER"]) == ("postgres", "pg", "127.0.0.1")
    # email-validator refuses the domains that are reserved for tests.
    assert made["MAIL_FROM"].endswith("@example.com")
    assert "MAX_TOKENS" not in made


def test_somebody_elses_address_stays_as_the_code_has_it() -> None:
    names = ("ISSUER_URL", "APP_URL")
    made = environment(names, defaulted_names=names)
    assert "ISSUER_URL" not in made
    assert made["APP_URL"] == BASE


def test_the_keys_for_push_messages_are_a_pair() -> None:
    import base64

    made = environment(("VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY"))
    public, private = (
        base64.urlsafe_b64decode(made[name] + "==") for name in ("VAPID_PUBLIC_KEY", "VAPID_PRIVATE_KEY")
    )
    assert (len(public), public[:1], len(private)) == (65, b"\x04", 32)


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("Error: REPL_ID environment variable is required", "REPL_ID", None),
        ("1 validation error for Settings\nstripe_key\n  Field required [type=missing]", "STRIPE_KEY", None),
        ('error parsing value for field "ALLOWED_ORIGINS" from source', "ALLOWED_ORIGINS", f'["{BASE}"]'),
        ("WORKERS\n  Input should be a valid integer, unable to parse", "WORKERS", "25"),
        ('    DAYS = timedelta(days=int(getenv("WORKERS")))\nValueError: invalid literal', "WORKERS", "25"),
        ("  port = Number(process.env.WORKERS)\nError: options.port should be >= 0", "WORKERS", "25"),
        ("jwt_algorithm\n  Field required [type=missing]", "JWT_ALGORITHM", "HS256"),
        ("api_prefix\n  Field required [type=missing]", "API_PREFIX", ""),
    ],
)
def test_what_an_app_asks_for_as_it_ends_is_given(said: str, name: str, value: str | None) -> None:
    given = {"ALLOWED_ORIGINS": BASE, "WORKERS": "many"}
    names = ("REPL_ID", "STRIPE_KEY", "UNNAMED_THING", "JWT_ALGORITHM", "API_PREFIX")
    found = demanded_values(said, names, given, BASE)
    assert set(found) == {name}
    assert value is None or found[name] == value


def test_an_app_that_checks_its_variables_starts(tmp_path: Path) -> None:
    code = 'if "PARTNER_ID" not in os.environ: raise SystemExit("PARTNER_ID must be set")'
    app = write_app(tmp_path / "app", code)
    with open_trial(app, plan(environment_names=("PARTNER_ID",))) as trial:
        assert trial.alive()
        assert trial.notes[0].startswith("PARTNER_ID: given a value")


def test_an_app_that_wants_what_nobody_names_says_why(tmp_path: Path) -> None:
    app = write_app(tmp_path / "app", 'raise SystemExit("the moon is not full")')
    with pytest.raises(AppError, match="the moon is not full"), open_trial(app, plan()):
        pass


def test_mongodb_is_a_server_of_this_machine_or_said_to_be_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = write_app(tmp_path / "app", "")
    monkeypatch.setattr(mongo, "SERVERS", ())
    with (
        pytest.raises(TrialUnavailable, match="needs mongod on the PATH"),
        open_trial(app, plan(database="mongodb")),
    ):
        pass


SECURE = """
const http = require("node:http");
const people = new Set();
http.createServer((request, response) => {
  let body = "";
  request.on("data", (part) => (body += part)).on("end", () => {
    const known = body && JSON.parse(body).email;
    if (request.url === "/register") people.add(known);
    // As express-session does with a secure cookie: no session for a connection that is not encrypted.
    if (request.url === "/login" && request.socket.encrypted) response.setHeader("set-cookie", "sid=1; Secure");
    response.end("{}");
  });
}).listen(process.env.PORT, "127.0.0.1");
"""


def test_people_come_into_an_app_whose_cookie_wants_tls_and_that_trusts_no_proxy(tmp_path: Path) -> None:
    add(tmp_path, "app/server.js", SECURE)
    doors = Doors(
        register=Door(method="POST", path="/register", fields={"email": "email"}),
        login=Door(method="POST", path="/login", fields={"email": "email"}),
    )
    with open_trial(tmp_path / "app", BootPlan(runtime="node", start="node server.js", doors=doors)) as trial:
        assert {"alice", "bob"} <= set(trial.actors)
        assert any("TLS only" in note for note in trial.notes)


def test_a_door_that_says_what_is_missing_gets_it(tmp_path: Path) -> None:
    code = """
def post_register(request):
    wanted = {"organization": "missing", "kind": "enum"}
    lacking = [{"type": "missing", "loc": ["body", name], "msg": "Field required"} for name in wanted if name not in request.body]
    if not lacking and request.body["kind"] not in ("buyer", "seller"):
        lacking = [{"type": "enum", "loc": ["body", "kind"], "msg": "Input should be 'buyer' or 'seller'"}]
    return (422, {"detail": lacking}, {}) if lacking else (201, {"access_token": "t" * 20}, {})
"""
    app = write_app(tmp_path / "app", code)
    doors = Doors(register=Door(method="POST", path="/register", fields={"email": "email"}))
    with open_trial(app, plan(doors=doors)) as trial:
        assert {"alice", "bob"} <= set(trial.actors)


def test_a_seed_makes_the_trials_own_administrator() -> None:
    made = environment(("ADMIN_EMAIL", "ADMIN_PASSWORD", "SESSION_SECRET"))
    admin = Person("admin", 3)
    assert (made["ADMIN_EMAIL"], made["ADMIN_PASSWORD"]) == (admin.email, admin.value("password"))
    assert environment(("ADMIN_PASSWORD",))["ADMIN_PASSWORD"] != admin.value("password")


def test_the_same_database_has_its_url_under_every_name_that_hosts_give_it() -> None:
    names = (
        "DATABASE_URL",
        "DATABASE_URL_UNPOOLED",
        "POSTGRES_URL_NON_POOLING",
        "POSTGRES_URL_NO_SSL",
        "SUPABASE_DB_URL",
    )
    assert len({environment(names)[name] for name in names}) == 1


def test_a_value_that_is_demanded_under_its_public_name_is_given_under_the_one_that_is_read() -> None:
    said = "Invalid environment variables: { NEXT_PUBLIC_MAPS_ID: [ 'Required' ] }"
    assert "MAPS_ID" in demanded_values(said, ("MAPS_ID", "MAPS"), {}, BASE)
    assert "MAPS" not in demanded_values(said, ("MAPS_ID", "MAPS"), {}, BASE)


@pytest.mark.parametrize(("path", "told"), [("/auth", {"AUTH_URL": f"{BASE}/auth"}), ("/api/auth", {})])
def test_authjs_is_told_where_its_endpoints_lie(path: str, told: dict[str, str]) -> None:
    doors = Doors(login=Door(method="POST", path=path, fields={}, library=AUTHJS))
    assert own_address(doors, BASE) == told


def test_the_last_words_of_a_tool_are_read_without_what_turns_on_its_screen() -> None:
    log = Log()
    log.append(
        "\x1b[31merror\x1b[0m: no table\n[⣷] Pulling schema...\x1b[2K\x1b[1G[⣯] Pulling schema...".encode()
    )
    assert log.last_lines() == "error: no table"


def test_the_last_words_of_node_are_what_it_did_not_find_and_not_who_wanted_it() -> None:
    log = Log()
    log.append(
        b"Error: Cannot find module './lib_x.node'\nRequire stack:\n- /app/dist/user.js\n- /app/dist/app.js\n"
    )
    log.append(b"    at Module._load (node:internal:1:1) {\n  code: 'MODULE_NOT_FOUND',\n  requireStack: [\n")
    log.append(
        b"    '/app/dist/user.js',\n    '/app/dist/app.js'\n  ]\n}\n\nNode.js v20.1.0\n[nodemon] app crashed\n"
    )
    assert log.last_lines() == "Error: Cannot find module './lib_x.node' | code: 'MODULE_NOT_FOUND',"


def test_a_database_is_known_by_the_names_that_apps_put_before_it() -> None:
    urls = ("FASTAPI_MONGODB_URL", "BLOG_MONGO_URI")
    named = ("FASTAPI_MONGODB_DATABASE", "MONGO_DB_NAME", "MONGO_INITDB_DATABASE", "SHOP_POSTGRES_DB")
    made = environment((*urls, *named), database="mongodb")
    assert len({made[name] for name in urls}) == 1
    assert {made[name] for name in named} == {"app"}


def test_names_that_only_the_apps_own_words_tell_are_given_values() -> None:
    said = "FAIL: the build is missing VITE_SHOP_URL, VITE_SHOP_KEY.\nError [ERR_MODULE_NOT_FOUND]: not found: x\n"
    assert set(demanded_values(said, (), {"VITE_SHOP_KEY": "x"}, BASE)) == {"VITE_SHOP_URL"}
