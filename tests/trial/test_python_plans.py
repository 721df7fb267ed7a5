"""What a Python app's files say of how it is installed and started."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from roadworthy.trial.django_copy import let_trial_in
from roadworthy.trial.imported_packages import imported_packages
from roadworthy.trial.planning import plan_boot
from roadworthy.trial.python_application import (
    find_application,
    reading_once,
    running_folder,
    source_texts,
)
from roadworthy.trial.python_plan import (
    database_of,
    database_scheme,
    missing_packages,
    schema_commands,
    start_command,
)
from roadworthy.trial.python_requirements import locked_releases, requirement_lines
from roadworthy.trial.pythons import pythons, wanted_python
from roadworthy.trial.table_scripts import table_scripts


def _lay_out(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    return folder


def test_the_object_that_the_deployment_serves_is_the_app(tmp_path: Path) -> None:
    files = {
        "app.py": "from flask import Flask\napp = Flask(__name__)\n",
        "main.py": "from app import app\nimport routes\n",
        "Procfile": "web: gunicorn --bind 0.0.0.0:$PORT --workers 2 main:app\n",
    }
    found = find_application(_lay_out(tmp_path, files))
    assert found is not None and found.target == "main:app"


def test_an_entrance_that_passes_the_app_on_comes_before_the_file_that_makes_it(tmp_path: Path) -> None:
    files = {
        "app.py": "from flask import Flask\napp = Flask(__name__)\n",
        "wsgi.py": "from app import app\nimport routes\n",
    }
    found = find_application(_lay_out(tmp_path, files))
    assert found is not None and found.target == "wsgi:app"


def test_a_program_that_runs_the_app_is_started_as_that_program(tmp_path: Path) -> None:
    text = "from flask import Flask\napp = Flask(__name__)\n\nif __name__ == '__main__':\n    app.run(port=5000)\n"
    found = find_application(_lay_out(tmp_path, {"app.py": text}))
    assert found is not None and found.file == "app.py"
    command, needed = start_command(tmp_path, found, ["flask"])
    assert "gunicorn" in command and 'as_main:served("app.py")' in command
    assert needed == ["gunicorn"]


def test_a_script_that_makes_the_app_for_its_rows_is_not_the_app(tmp_path: Path) -> None:
    files = {
        "app/__init__.py": "from flask import Flask\ndef create_app():\n    return Flask(__name__)\n",
        "clean_up.py": "from app import create_app\napp = create_app()\nwith app.app_context():\n    pass\n",
        "entry_point.py": "from app import create_app\napp = create_app()\n",
    }
    found = find_application(_lay_out(tmp_path, files))
    assert found is not None and found.target == "entry_point:app"


def test_a_factory_is_called(tmp_path: Path) -> None:
    text = "from flask import Flask\n\ndef create_app():\n    return Flask(__name__)\n"
    found = find_application(_lay_out(tmp_path, {"shop/__init__.py": text}))
    assert found is not None and found.target == "shop:create_app()"


def test_django_is_served_by_the_module_beside_its_settings(tmp_path: Path) -> None:
    files = {
        "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings.production")\n',
        "site/settings/production.py": "",
        "site/wsgi.py": "application = get_wsgi_application()\n",
    }
    command, _ = start_command(_lay_out(tmp_path, files), None, ["Django==5.1"])
    assert command.endswith("site.wsgi:application")
    assert schema_commands(tmp_path, None, []) == ("python manage.py migrate --noinput",)


def test_models_that_no_migration_knows_are_given_one(tmp_path: Path) -> None:
    models = "class Order(models.Model):\n    sum = models.IntegerField()\n\n\nclass Base(models.Model):\n    class Meta:\n        abstract = True\n"
    files = {
        "manage.py": "",
        "shop/models.py": models,
        "shop/migrations/__init__.py": "",
        "shop/migrations/0001_initial.py": "migrations.CreateModel(name='Order', fields=[])",
    }
    folder = _lay_out(tmp_path, files)
    assert schema_commands(folder, None, []) == ("python manage.py migrate --noinput",)
    _lay_out(
        folder,
        {"shop/models.py": f"{models}\n\nclass Goal(models.Model):\n    sum = models.IntegerField()\n"},
    )
    made, migrated = schema_commands(folder, None, [])
    assert (
        made.startswith("python manage.py makemigrations")
        and migrated == "python manage.py migrate --noinput"
    )
    _lay_out(folder, {"notes/models.py": "class Note(models.Model):\n    body = models.TextField()\n"})
    assert schema_commands(folder, None, [])[-1] == "python manage.py migrate --noinput --run-syncdb"


def test_django_with_nothing_in_its_module_runs_its_own_server(tmp_path: Path) -> None:
    files = {
        "manage.py": 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n',
        "site/settings.py": "",
        "site/wsgi.py": "",
    }
    command, _ = start_command(_lay_out(tmp_path, files), None, ["Django==5.1"])
    assert "manage.py runserver" in command


def test_an_app_runs_where_its_imports_start(tmp_path: Path) -> None:
    files = {
        "requirements.txt": "flask\n",
        "Procfile": "web: gunicorn backend.main:app\n",
        "backend/main.py": "from flask import Flask\nfrom shop.models import db\napp = Flask(__name__)\n",
        "backend/shop/models.py": "db = None\n",
    }
    plan = plan_boot(_lay_out(tmp_path / "beside", files), (), {})
    assert (plan.cwd, plan.application) == ("backend", "main:app")
    assert "flask" in plan.install[0]
    migrating = files | {"alembic.ini": "[alembic]\n"}
    above = plan_boot(_lay_out(tmp_path / "above", migrating), (), {})
    assert (above.cwd, above.environment["PYTHONPATH"]) == (".", "/app/backend")
    package = files | {"backend/main.py": files["backend/main.py"].replace("shop.", "backend.shop.")}
    assert plan_boot(_lay_out(tmp_path / "package", package), (), {}).cwd == "."


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        (
            {"requirements.txt": "flask==3.0 # web\n-r more.txt\n", "more.txt": "redis\n"},
            ["flask==3.0", "redis"],
        ),
        ({"pyproject.toml": '[project]\ndependencies = ["flask>=3"]\n'}, ["flask>=3"]),
        (
            {"pyproject.toml": '[tool.poetry.dependencies]\npython = "^3.11"\nflask = "^3.0"\n'},
            ["flask>=3.0,<4"],
        ),
        (
            {"pyproject.toml": '[tool.poetry.dependencies]\nfastapi = "^0.75.1"\nhttpx = "~0.18.1"\n'},
            ["fastapi>=0.75.1,<0.76", "httpx>=0.18.1,<0.19"],
        ),
        ({"Pipfile": '[packages]\nflask = "*"\n'}, ["flask"]),
        ({"setup.py": "setup(install_requires=['flask>=2', \"redis\"])\n"}, ["flask>=2", "redis"]),
    ],
)
def test_every_manifest_is_read(tmp_path: Path, files: dict[str, str], lines: list[str]) -> None:
    assert requirement_lines(_lay_out(tmp_path, files)) == lines


def test_a_list_written_by_powershell_is_read(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_bytes("Flask==3.1.0\n".encode("utf-16"))
    assert requirement_lines(tmp_path) == ["Flask==3.1.0"]


def test_what_only_another_manifest_names_is_installed_too(tmp_path: Path) -> None:
    files = {
        "requirements.txt": "flask\n",
        "pyproject.toml": '[project]\ndependencies = ["flask>=3", "flask-mail"]\n',
    }
    assert requirement_lines(_lay_out(tmp_path, files)) == ["flask", "flask-mail"]


def test_a_lockfile_names_releases(tmp_path: Path) -> None:
    lock = (
        '[[package]]\nname = "my-app"\nversion = "0.1"\nsource = { virtual = "." }\n'
        '[[package]]\nname = "Flask"\nversion = "3.0.1"\nsource = { registry = "https://packages.example.test/simple" }\n'
    )
    (tmp_path / "uv.lock").write_text(lock)
    assert locked_releases(tmp_path) == {"flask": "3.0.1"}


@pytest.mark.parametrize(
    ("asked", "added"),
    [
        ("passlib[bcrypt]\n", True),
        ("passlib\nbcrypt\n", True),
        ("passlib\nbcrypt==4.0.1\n", False),
        ("bcrypt\n", False),
    ],
)
def test_passlib_gets_a_bcrypt_that_it_knows(tmp_path: Path, asked: str, added: bool) -> None:
    (tmp_path / "requirements.txt").write_text(asked)
    assert ("bcrypt<5" in missing_packages(tmp_path, requirement_lines(tmp_path))) is added


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("sqlalchemy\npsycopg2-binary\n", True),
        ("flask-sqlalchemy\npsycopg2\n", True),
        ("SQLAlchemy==2.0.30\npsycopg2\n", False),
        ("sqlalchemy\npsycopg[binary]\n", False),
        ("django\npsycopg2\n", False),
    ],
)
def test_sqlalchemy_stays_one_that_knows_the_driver(tmp_path: Path, asked: str, held: bool) -> None:
    (tmp_path / "requirements.txt").write_text(asked)
    assert ("sqlalchemy<2.1" in missing_packages(tmp_path, requirement_lines(tmp_path))) is held


@pytest.mark.parametrize(("key", "workers"), [("os.urandom(24)", 1), ("os.environ['SECRET_KEY']", 2)])
def test_a_key_that_is_drawn_by_lot_serves_one_process(tmp_path: Path, key: str, workers: int) -> None:
    text = f"import os\nfrom flask import Flask\napp = Flask(__name__)\napp.config['SECRET_KEY'] = {key}\n"
    folder = _lay_out(tmp_path, {"requirements.txt": "flask\n", "app.py": text})
    command, _ = start_command(folder, find_application(folder), ["flask"])
    assert f"--workers {workers} " in command


def test_a_source_of_a_later_python_runs_on_one_where_there_is_one(tmp_path: Path) -> None:
    own = sys.version_info[:2]
    newer = sorted(one.version for one in pythons() if one.version > own)
    # No release has this syntax; on the one that comes next it would be as strange.
    folder = _lay_out(tmp_path, {"requirements.txt": "flask\n", "app.py": "later x = 1\n"})
    assert wanted_python(folder, []) == (f"{newer[0][0]}.{newer[0][1]}" if newer else "")
    (folder / "app.py").write_text("x = 1\n")
    assert wanted_python(folder, []) == ""


def test_releases_of_former_years_run_on_a_python_of_their_time(tmp_path: Path) -> None:
    older = sorted(one.version for one in pythons() if one.version <= (3, 10))
    folder = _lay_out(tmp_path, {"requirements.txt": "fastapi\n", "app.py": "x = 1\n"})
    expected = f"{older[-1][0]}.{older[-1][1]}" if older and sys.version_info[:2] > (3, 10) else ""
    assert wanted_python(folder, ["pydantic==1.9.0"]) == expected
    assert wanted_python(folder, ["pydantic==1.10.2", "pydantic-settings==1.9"]) == ""


def test_of_a_python_that_is_gone_the_next_one_is_taken(tmp_path: Path) -> None:
    known = sorted(one.version for one in pythons())
    folder = _lay_out(tmp_path, {"requirements.txt": "flask\n", "Dockerfile": "FROM python:3.7-slim\n"})
    first = known[0]
    assert wanted_python(folder, []) == (f"{first[0]}.{first[1]}" if first < sys.version_info[:2] else "")


def test_a_long_entrance_with_many_empty_lines_is_read_at_once(tmp_path: Path) -> None:
    lines = "".join(f"    step_{number}()\n    \n\n" for number in range(400))
    text = f"import run_it\nif __name__ == '__main__':\n{lines}done()\n"
    assert find_application(_lay_out(tmp_path, {"app.py": text})) is None


def test_an_entrance_inside_a_package_is_started_where_its_imports_lie(tmp_path: Path) -> None:
    served = "from fastapi import FastAPI\n\napp = FastAPI()\n"
    beside = _lay_out(
        tmp_path / "beside",
        {
            "api/app/__init__.py": "",
            "api/app/main.py": f"from database import Base\n{served}",
            "api/app/database.py": "Base = None\n",
        },
    )
    assert running_folder(beside) == beside / "api" / "app"
    above = _lay_out(
        tmp_path / "above",
        {
            "api/app/__init__.py": "",
            "api/app/main.py": f"from app.database import Base\nfrom .more import x\n{served}",
            "api/app/database.py": "Base = None\n",
            "api/app/more.py": "x = 1\n",
        },
    )
    assert running_folder(above) == above / "api"
    package = _lay_out(
        tmp_path / "package",
        {
            "shop/__init__.py": "",
            "shop/main.py": f"from .database import Base\n{served}",
            "shop/database.py": "Base = 1\n",
        },
    )
    assert running_folder(package) == package


def test_wtforms_leaves_addresses_to_a_package_of_their_own(tmp_path: Path) -> None:
    forms = "from wtforms.validators import (\n    DataRequired,\n    Email,\n)\n"
    folder = _lay_out(tmp_path, {"requirements.txt": "flask-wtf\n", "forms.py": forms})
    assert missing_packages(folder, requirement_lines(folder)) == ["email-validator"]


def test_what_a_list_forgot_is_added_unless_it_comes_along(tmp_path: Path) -> None:
    files = {
        "requirements.txt": "flask\n",
        "app.py": "from flask import Flask\nfrom werkzeug.utils import secure_filename\nimport numpy as np\nimport qrcode\n",
        "qrcode.py": "made = None\n",
    }
    folder = _lay_out(tmp_path, files)
    assert missing_packages(folder, requirement_lines(folder)) == ["numpy"]


def test_a_driver_is_named_where_sqlalchemy_would_take_another(tmp_path: Path) -> None:
    folder = _lay_out(tmp_path, {"db.py": "from sqlalchemy import create_engine\n"})
    lines = ["sqlalchemy", "psycopg2-binary"]
    assert database_scheme(folder, lines, "postgresql://me:word@localhost/shop") == "postgresql+psycopg2"
    assert database_scheme(folder, ["sqlalchemy", "asyncpg"], "postgresql://localhost/shop") == "postgresql"


@pytest.mark.parametrize(
    ("settings", "kept_in"),
    [
        (
            "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': 'db.sqlite3'}}\n",
            "sqlite",
        ),
        (
            "import dj_database_url\nURL = dj_database_url.config(default='sqlite:///db.sqlite3')\n",
            "postgres",
        ),
        ("URL = os.environ.get('DATABASE_URL', 'sqlite:///shop.db')\n", "postgres"),
        ("app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///shop.db'\n", "sqlite"),
        (
            "URL = 'sqlite:///shop.db'\n# URL = 'postgres://shop'\n'''\nURL = 'postgresql://shop'\n'''\n",
            "sqlite",
        ),
        ("class Settings(BaseSettings):\n    database_url: str = 'sqlite:///shop.db'\n", "postgres"),
    ],
)
def test_a_driver_that_no_code_asks_for_is_no_database(tmp_path: Path, settings: str, kept_in: str) -> None:
    folder = _lay_out(tmp_path, {"shop/settings.py": settings})
    assert database_of(folder, ["django", "psycopg2-binary"], "") == kept_in


def test_an_app_that_puts_its_driver_into_the_address_of_mysql_gets_the_plain_one(tmp_path: Path) -> None:
    lines = ["aiomysql==0.3.2", "mysql-connector-python==8.0.33", "sqlalchemy"]
    plain = {"app/database.py": "engine = create_async_engine(os.environ['MYSQL_URL'])\n"}
    assert database_scheme(_lay_out(tmp_path / "plain", plain), lines, "") == "mysql+aiomysql"
    puts = 'url = os.environ["MYSQL_URL"].replace("mysql://", "mysql+aiomysql://", 1)\n'
    assert database_scheme(_lay_out(tmp_path / "puts", {"app/database.py": puts}), lines, "") == "mysql"


def test_settings_that_name_no_host_let_the_trial_in(tmp_path: Path) -> None:
    files = {
        "manage.py": "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site_config.settings')\n",
        "site_config/settings.py": "DEBUG = os.getenv('DEBUG') == 'True'\n\nALLOWED_HOSTS = []\n",
    }
    folder = _lay_out(tmp_path / "none", files)
    assert len(let_trial_in(folder)) == 1
    assert (folder / "site_config" / "settings.py").read_text().endswith('ALLOWED_HOSTS = ["*"]\n')
    named = {**files, "site_config/settings.py": "ALLOWED_HOSTS = ['127.0.0.1']\n"}
    assert let_trial_in(_lay_out(tmp_path / "named", named)) == ()


def test_a_driver_that_comes_with_python_is_seen_in_the_code(tmp_path: Path) -> None:
    own = _lay_out(tmp_path / "own", {"app.py": "import sqlite3\n\nfrom flask import Flask\n"})
    none = _lay_out(tmp_path / "none", {"app.py": "from flask import Flask\n# import sqlite3\n"})
    assert database_of(own, ["flask"], "") == "sqlite"
    assert database_of(none, ["flask"], "") is None


def test_an_app_that_lists_no_packages_gets_those_that_it_imports(tmp_path: Path) -> None:
    files = {"app.py": "import os\nfrom flask import Flask\nimport flask_login\nimport left_by_somebody\n"}
    assert imported_packages(_lay_out(tmp_path, files)) == ["flask", "flask-login"]


def test_tables_are_made_by_the_scripts_and_commands_that_say_so(tmp_path: Path) -> None:
    script = "import sqlite3\nsqlite3.connect('shop.db').execute('CREATE TABLE shop (id INTEGER)')\n"
    command = "@click.command('init-db')\ndef init():\n    opened().executescript(text)\n"
    files = {"init_db.py": script, "make_coffee.py": script, "db.py": command}
    folder = _lay_out(tmp_path, files)
    assert table_scripts(folder) == ("python init_db.py",)
    assert table_scripts(folder, "app:app") == ("python init_db.py", "python -m flask --app app:app init-db")


def test_a_script_one_folder_down_runs_beside_the_files_that_it_names(tmp_path: Path) -> None:
    script = "import sqlite3\nsqlite3.connect('shop.db').executescript(open('schema.sql').read())\n"
    files = {"db/init_db.py": script, "db/schema.sql": "create table shop (id integer);\n"}
    assert table_scripts(_lay_out(tmp_path / "beside", files)) == ("cd db && python init_db.py",)
    assert table_scripts(_lay_out(tmp_path / "above", {"scripts/init_db.py": script})) == (
        "PYTHONPATH=. python scripts/init_db.py",
    )
    # Its database came with the repository, and may have more tables by now.
    assert table_scripts(_lay_out(tmp_path / "kept", {**files, "db/shop.db": "rows"})) == ()


def test_a_module_that_is_named_as_a_library_is_not_taken_for_it(tmp_path: Path) -> None:
    files = {
        "requirements.txt": "flask\n",
        "shop/app.py": "import email\nimport redis\nfrom flask import Flask\napp = Flask(__name__)\n",
        "shop/email.py": "",
        "shop/redis.py": "",
    }
    assert plan_boot(_lay_out(tmp_path, files), (), {}).cwd == "."


def test_the_sources_are_read_once_for_a_plan_and_anew_for_the_next(tmp_path: Path) -> None:
    source = _lay_out(tmp_path, {"app.py": "first"}) / "app.py"
    with reading_once():
        first = source_texts(tmp_path)
        source.write_text("second")
        assert source_texts(tmp_path) is first
    assert first == {source: "first"}
    assert source_texts(tmp_path) == {source: "second"}
