"""How the tables of an app that Node runs are made."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from roadworthy.trial import knex_plan, node_plan
from roadworthy.trial.node_plan import Manifest, install_commands, schema_commands, start_command
from roadworthy.trial.planning import plan_boot


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("tsx scripts/push.ts", ("tsx scripts/push.ts",)),
        # Its command line wants a hosted project or Docker: the migrations are applied as the files they are.
        ("supabase db push", ()),
        ("npx supabase db push --include-all", ()),
    ],
)
def test_the_apps_own_script_makes_the_tables(
    tmp_path: Path, command: str, expected: tuple[str, ...]
) -> None:
    assert schema_commands(Manifest(tmp_path, {"db:push": command}, {}, {})) == expected


@pytest.mark.parametrize(
    ("scripts", "expected"),
    [
        ({"start": "node app.js", "start:dev": "nodemon app.js"}, "node app.js"),
        ({"start:dev": "ts-node-dev ./src/index.ts"}, "ts-node-dev ./src/index.ts"),
        ({"start:docker": "docker compose up", "dev-api": "tsx api.ts"}, "tsx api.ts"),
        ({"migrate:db": "drizzle-kit migrate"}, "node server.js"),
        # Its author has it installed for the whole machine.
        ({"start": "nodemon --watch src src/server.js"}, "node src/server.js"),
        ({"start": "nodemon src/server.ts"}, "nodemon src/server.ts"),
        # A trial has no Bun.
        ({"start": "bun --watch src/server.ts"}, "tsx src/server.ts"),
        ({"start": "bun run ./index.ts --port 3000"}, "tsx ./index.ts --port 3000"),
        ({"start": "bun run serve", "serve": "node app.js"}, "bun run serve"),
        # Nest's scaffold: the first builds it all once more.
        (
            {"build": "nest build", "start": "nest start", "start:prod": "node dist/main"},
            "node dist/main",
        ),
        ({"start": "nest start", "start:prod": "node dist/main"}, "nest start"),
    ],
)
def test_what_an_app_starts_with(tmp_path: Path, scripts: dict[str, str], expected: str) -> None:
    for name in ("drizzle.config.js", "server.js"):
        (tmp_path / name).touch()
    assert start_command(Manifest(tmp_path, scripts, {}, {"main": "drizzle.config.js"})) == expected


@pytest.mark.parametrize(("own", "more"), [({}, 1), ({"tsx": "4.19.2"}, 0)])
def test_what_runs_in_place_of_bun_is_installed(tmp_path: Path, own: dict[str, str], more: int) -> None:
    manifest = {"scripts": {"start": "bun src/server.ts"}, "dependencies": own}
    (tmp_path / "package.json").write_text(json.dumps(manifest))
    assert len(install_commands(tmp_path, tmp_path, False)) == 1 + more


def test_the_tables_of_typeorm_come_from_its_entities_as_the_app_opens_its_database(tmp_path: Path) -> None:
    scripts = {"build": "nest build", "start": "nest start", "start:prod": "node dist/main"}
    build, making = schema_commands(Manifest(tmp_path, scripts, {"typeorm": "0.3"}, {}))
    assert build == "nest build"
    assert "typeorm_tables.cjs" in making and making.endswith("; node dist/main")


_DEVELOPMENT = 'module.exports = { development: { client: "pg" }, // production: {},\n};'
_BOTH = 'module.exports = { development: { client: "pg" }, production: { client: "pg" } };'


@pytest.mark.parametrize(
    ("place", "knexfile", "making"),
    [
        ("knexfile.js", _BOTH, "knex migrate:latest"),
        ("knexfile.js", _DEVELOPMENT, "knex --env development migrate:latest"),
        ("src/db/knexfile.js", _BOTH, "knex --knexfile src/db/knexfile.js migrate:latest"),
        # Without what reads TypeScript its command line stops at the first type.
        ("knexfile.ts", _BOTH, ""),
    ],
)
def test_the_tables_of_knex_come_from_its_migrations(
    tmp_path: Path, place: str, knexfile: str, making: str
) -> None:
    for path, text in {place: knexfile, "migrations/1_users.js": "exports.up = () => {};"}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    manifest = Manifest(tmp_path, {}, {"knex": "3.1.0", "pg": "8.11.0"}, {})
    assert knex_plan.migrate_commands(manifest) == ((making,) if making else ())
    (tmp_path / "migrations" / "1_users.js").unlink()
    assert knex_plan.migrate_commands(manifest) == ()


@pytest.mark.parametrize(("knexfile", "stage"), [(_BOTH, {}), (_DEVELOPMENT, {"NODE_ENV": "development"})])
def test_an_app_whose_knexfile_knows_no_production_is_run_in_development(
    tmp_path: Path, knexfile: str, stage: dict[str, str]
) -> None:
    (tmp_path / "knexfile.js").write_text(knexfile)
    manifest = Manifest(tmp_path, {}, {"knex": "3.1.0"}, {})
    assert knex_plan.stage_of(manifest) == {}
    (tmp_path / "db.js").write_text(
        'module.exports = require("knex")(require("./knexfile")[process.env.NODE_ENV]);'
    )
    assert knex_plan.stage_of(manifest) == stage


# What TypeORM's connection does, as far as its tables go.
_TYPEORM = """exports.DataSource = class {
  constructor(options) { this.options = options; this.migrations = options.migrations ?? [] }
  async initialize() { console.log("opened"); return this }
  async runMigrations() { this.migrations[0](); console.log("migrated") }
  async synchronize() { console.log("synchronized") }
}"""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("{}", ["synchronized"]),
        ("{ migrations: [() => {}] }", ["migrated"]),
        ("{ migrations: [() => { throw new Error() }] }", ["synchronized"]),
        ("{ migrations: [() => {}], migrationsRun: true }", []),
        ("{ synchronize: true }", []),
    ],
)
def test_the_tables_are_made_as_the_app_opens_its_database(
    tmp_path: Path, options: str, said: list[str]
) -> None:
    files = {
        "node_modules/typeorm/index.js": _TYPEORM,
        "app.js": f"const {{ DataSource }} = require('typeorm'); new DataSource({options}).initialize();"
        "setInterval(() => {}, 1000)",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    maker = Path(node_plan.__file__).parent / "files" / "typeorm_tables.cjs"
    done = subprocess.run(
        ["node", "--require", str(maker), "app.js"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines() == ["opened", *said, "the tables are made"]


def test_a_manifest_names_its_own_tool_where_no_lockfile_does(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"packageManager": "yarn@1.22.22+sha512.ab", "dependencies": {}}')
    (command,) = install_commands(tmp_path, tmp_path, False)
    assert "yarn" in command.partition("||")[0] and "npm install" in command.partition("||")[2]


_PACKAGES = {
    "package.json": '{"workspaces": ["apps/*", "packages/*"], "scripts": {"db:seed": "turbo run db:seed"}}',
    "apps/api/package.json": '{"dependencies": {"express": "5"}, "scripts": {"start": "node index.js"}}',
    "packages/db/package.json": '{"dependencies": {"prisma": "6"}, "scripts": {"db:seed": "prisma db seed"}, '
    '"prisma": {"seed": "tsx prisma/seed.ts"}}',
    "packages/db/prisma/schema.prisma": 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
}


def _seed(root: Path, files: dict[str, str]) -> tuple[str, ...]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return plan_boot(root, (), {}).seed


def test_a_workspaces_package_brings_the_rows(tmp_path: Path) -> None:
    there = 'cd ../../packages/db && PATH="$PWD/node_modules/.bin:$PATH" && '
    assert _seed(tmp_path, _PACKAGES) == (f"{there}tsx prisma/seed.ts",)


def test_a_package_that_is_installed_by_itself_is_not_asked(tmp_path: Path) -> None:
    files = {
        path.replace("packages/db", "tools"): text
        for path, text in _PACKAGES.items()
        if "prisma/" not in path
    }
    assert _seed(tmp_path, files | {"package.json": "{}"}) == ()


@pytest.mark.parametrize(
    ("manifest", "config", "expected"),
    [
        ('"prisma": {"seed": "ts-node prisma/seed.ts"}', "", ("ts-node prisma/seed.ts",)),
        ('"scripts": {"seed": "node seed.js"}', "", ("node seed.js",)),
        (
            '"scripts": {"seed": "npx prisma db seed"}',
            'migrations: { seed: "tsx prisma/seed.ts" }',
            ("tsx prisma/seed.ts",),
        ),
        ('"scripts": {"seed": "npm run seed --workspace packages/db"}', "", ()),
    ],
)
def test_the_usual_places_of_a_seed(
    tmp_path: Path, manifest: str, config: str, expected: tuple[str, ...]
) -> None:
    files = {
        "package.json": f'{{"dependencies": {{"express": "5"}}, "main": "index.js", {manifest}}}',
        "index.js": "",
    }
    assert (
        _seed(tmp_path, files | ({"prisma.config.ts": f"export default {{ {config} }}"} if config else {}))
        == expected
    )


@pytest.mark.parametrize(
    ("of_pages", "of_server", "place"),
    [
        ({"next": "14"}, {"express": "4", "@prisma/client": "5", "mongoose": "8"}, "server"),
        # It reaches the database itself, or what lies beside it reaches none.
        ({"next": "14", "pg": "8"}, {"express": "4", "mongoose": "8"}, "."),
        ({"next": "14"}, {"express": "4"}, "."),
        ({"next": "14", "express": "4"}, {"express": "4", "mongoose": "8"}, "."),
    ],
)
def test_pages_of_next_beside_a_server_with_the_database_are_pages(
    tmp_path: Path, of_pages: dict[str, str], of_server: dict[str, str], place: str
) -> None:
    (tmp_path / "server").mkdir()
    (tmp_path / "src/app").mkdir(parents=True)
    for folder, dependencies in ((tmp_path, of_pages), (tmp_path / "server", of_server)):
        manifest = {
            "scripts": {"start": "node index.js", "build": "next build"},
            "dependencies": dependencies,
        }
        (folder / "package.json").write_text(json.dumps(manifest))
    plan = plan_boot(tmp_path, (), {})
    assert plan.cwd == place
    assert (plan.pages.cwd if plan.pages is not None else "") == ("." if place == "server" else "")
