"""How a Python app is started, and what makes its tables."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from roadworthy.errors import AppError
from roadworthy.regex import regex
from roadworthy.trial.django_migrations import django_schema
from roadworthy.trial.package_names import PACKAGES
from roadworthy.trial.python_application import Application, imported_names, source_texts
from roadworthy.trial.python_requirements import has

_SETTINGS = regex(r"DJANGO_SETTINGS_MODULE[\"'],\s*[\"']([\w.]+)[\"']")
_POSTGRES = ("psycopg", "psycopg2", "psycopg2-binary", "asyncpg", "pg8000")
_DATA_LIBRARIES = (
    "sqlalchemy",
    "django",
    "aiosqlite",
    "flask-sqlalchemy",
    "flask_sqlalchemy",
    "sqlmodel",
    "peewee",
)
_PUTS_DRIVER = regex(
    r"\(\s*['\"](?:postgres(?:ql)?|mysql)://['\"]\s*,\s*['\"](?:postgres(?:ql)?|mysql)\+\w+://"
)
_LEFT_TO_THE_APP = (
    (
        "python-multipart",
        r"from fastapi[\w.]* import [^\n]*\b(Form|File|UploadFile)\b|OAuth2PasswordRequestForm",
    ),
    (
        "email-validator",
        r"from pydantic import [^\n]*\bEmailStr\b|from wtforms[\w.]* import (?:[^\n(]*|\([^)]*)\bEmail\b",
    ),
    ("python-dotenv", r"(?m)^(from|import) dotenv\b"),
)
# Packages that frameworks, extensions and drivers bring with them, in the release that they need.
_COME_ALONG = frozenset(
    {"jinja2", "werkzeug", "itsdangerous", "starlette", "pydantic", "sqlalchemy", "wtforms", "marshmallow", "bcrypt", "jwt", "redis", "yaml",
     "django", "flask", "psycopg", "psycopg2", "pymongo", "mysql", "pymysql", "asyncpg", "markdown", "dotenv", "email_validator"}
)  # fmt: skip
_ASYNCHRONOUS = ("asyncpg", "aiosqlite", "aiomysql", "asyncmy")
# Where the sandbox shows the programs of Roadworthy's own that run inside an app.
INSIDE_FILES = "/opt/roadworthy/inside"
_MONGODB = ("motor", "pymongo", "beanie", "mongoengine", "odmantic", "flask-pymongo")
_REDIS = ("redis", "hiredis", "aioredis", "django-redis", "celery", "rq", "django-rq", "arq", "dramatiq")
_MYSQL = (
    "pymysql",
    "mysqlclient",
    "mysql-connector-python",
    "aiomysql",
    "asyncmy",
    "flask-mysqldb",
    "flask-mysql",
)
# What SQLAlchemy calls them, those for asynchronous engines first.
_MYSQL_DRIVERS = {
    "aiomysql": "aiomysql",
    "asyncmy": "asyncmy",
    "pymysql": "pymysql",
    "mysql-connector-python": "mysqlconnector",
    "mysqlclient": "mysqldb",
}
_SQLITE_FILE = regex(r"django\.db\.backends\.sqlite3|[\"']sqlite(?:\+\w+)?:///")
# Another engine by its name, a variable or a setting for the address.
_ANOTHER = regex(
    r"postgres|psycopg|asyncpg|mysql|dj_database_url|env\.db(?:_url)?\(|"
    r"(?:environ|getenv|\benv|\bconfig\()[^\n=]*(?:DATABASE|DB_)|^[ \t]+(?:database|db)\w*[ \t]*:[ \t]*[A-Za-z]",
    re.IGNORECASE | re.MULTILINE,
)
# Comments, and statements that are one long text: code that was set aside.
_NOT_RUN = regex(r"^[ \t]*(\"{3}|'{3}).*?\1|(?:^|[ \t])#[^\n]*", re.MULTILINE | re.DOTALL)
_MAKES_WSGI = regex(r"^application\b|\bimport\b.*\bapplication\b", re.MULTILINE)
# SQLAlchemy's and SQLModel's ways to declare a table.
_DECLARES = regex(r"\b__tablename__\b|\btable\s*=\s*True\b|\bTable\(\s*[\"']")
_READS_SETTINGS = regex(r"^(?:import environ\b|from environ import|from decouple import)", re.MULTILINE)
_SETTING = regex(r"\b(?:env(?:\.\w+)?|config)\(\s*[\"']([A-Z][A-Z0-9_]+)[\"']")
_WORKERS, _ONE_WORKER = "--workers 2 --threads 4", "--workers 1 --threads 8"
# A key that each process draws by lot: of two none takes what the other has signed.
_DRAWN_KEY = regex(
    r"secret_?key['\"\]]*\s*=\s*(?:os\.)?(?:urandom|secrets\.token_\w+|token_\w+|str\(uuid)", re.IGNORECASE
)


def start_command(folder: Path, application: Application | None, lines: list[str]) -> tuple[str, list[str]]:
    """The command, and packages it needs that the app does not name: a server as in production. Raises AppError when no
    app object is found."""
    needed = [] if has(lines, "gunicorn") else ["gunicorn"]
    if is_django(folder):
        served = _django_server(folder)
        if served is None:
            return "python manage.py runserver --noreload 127.0.0.1:{port}", []
        return f"python -m gunicorn {_WORKERS} --bind 127.0.0.1:{{port}} {served}", needed
    if application is None:
        raise AppError(
            "no FastAPI(), Flask() or manage.py found",
            where=str(folder),
            remedy='set start = "COMMAND" in [trial] of roadworthy.toml',
        )
    if is_wsgi(application, lines):
        drawn = any(_DRAWN_KEY.search(text) for text in source_texts(folder).values())
        options = f"{_ONE_WORKER if drawn else _WORKERS} --bind 127.0.0.1:{{port}}"
        if application.file:
            return (
                f"python -m gunicorn {options} --pythonpath {INSIDE_FILES} 'as_main:served(\"{application.file}\")'",
                needed,
            )
        return f"python -m gunicorn {options} {shlex.quote(application.target)}", needed
    factory = " --factory" if application.factory else ""
    target = f"{application.module}:{application.name}"
    needed = [] if has(lines, "uvicorn") or any("[standard]" in line for line in lines) else ["uvicorn"]
    options = "--host 127.0.0.1 --port {port} --proxy-headers"
    return f"python -m uvicorn {target}{factory} {options}", needed


def missing_packages(folder: Path, lines: list[str]) -> list[str]:
    """What a library of the app leaves to it, and the app does not name: it runs where somebody installed it by hand.

    SQLAlchemy from 2.1 on brings greenlet, without which nothing asynchronous works, only as sqlalchemy[asyncio]; FastAPI
    and pydantic leave forms and addresses to packages of their own."""
    sources = source_texts(folder)
    texts = list(sources.values())
    missing = [
        package
        for package, pattern in _LEFT_TO_THE_APP
        if not has(lines, package) and any(re.search(pattern, text) for text in texts)
    ]
    asynchronous = any(has(lines, name) for name in _ASYNCHRONOUS) and has(lines, "sqlalchemy")
    if asynchronous and not has(lines, "greenlet"):
        missing.append("greenlet")
    # passlib has had no release since 2020 and refuses every password with bcrypt 5.
    if has(lines, "passlib") and not any(re.match(r"bcrypt\s*[=<>~!]", line) for line in lines):
        missing.append("bcrypt<5")
    # SQLAlchemy 2.1 takes psycopg where an address names no driver: an app with psycopg2 and any release was made with an older one.
    released = any(re.match(r"sqlalchemy\s*[=<>~!\[]", line, re.I) for line in lines)
    if _through_psycopg2(lines) and not has(lines, "psycopg") and not released:
        missing.append("sqlalchemy<2.1")
    return [*missing, *_imported_alone(sources, [*lines, *missing])]


def _imported_alone(sources: Mapping[Path, str], lines: list[str]) -> list[str]:
    """What the app imports and its list of packages forgot, less what comes along with others."""
    names = {name for text in sources.values() for name in imported_names(text)} if lines else set()
    own = {name for file in sources for name in (file.stem, file.parent.name)}
    return [
        package
        for name, package in PACKAGES.items()
        if name in names - own - _COME_ALONG and not has(lines, re.split(r"\[", package)[0])
    ]


def is_django(folder: Path) -> bool:
    return (folder / "manage.py").is_file()


def is_wsgi(application: Application, lines: list[str]) -> bool:
    """Whether a WSGI server runs it: connexion became an ASGI application with its third release."""
    if application.kind in ("connexion", "FlaskApp"):
        asked = next((line for line in lines if re.match(r"connexion\b", line, re.IGNORECASE)), "")
        return bool(re.search(r"(==|~=|<=?)\s*[0-2]\.|<\s*3", asked))
    return application.kind in ("Flask", "APIFlask", "OpenAPI")


def framework_of(folder: Path, application: Application | None) -> str:
    """`django`, `flask` or another framework's name in small letters; '' where none is known."""
    if is_django(folder):
        return "django"
    return application.kind.lower() if application is not None else ""


def settings_module(folder: Path) -> str:
    """The settings that manage.py names; '' where there is none, or it names none."""
    text = (folder / "manage.py").read_text(errors="replace") if is_django(folder) else ""
    named = _SETTINGS.search(text)
    return named[1] if named is not None else ""


def _django_server(folder: Path) -> str | None:
    """The WSGI application beside the settings that manage.py names."""
    settings = settings_module(folder)
    if not settings:
        return None
    package = settings.split(".")
    for length in range(len(package), 0, -1):
        found = folder.joinpath(*package[:length], "wsgi.py")
        # An empty one is left by those who never serve it.
        if found.is_file() and _MAKES_WSGI.search(found.read_text(errors="replace")):
            return f"{'.'.join((*package[:length], 'wsgi'))}:application"
    return None


def schema_commands(folder: Path, application: Application | None, lines: list[str]) -> tuple[str, ...]:
    """Migrations where the app has some; where it makes its tables as it starts, that is done once before its workers do."""
    if _migrates(folder):
        return ("python -m alembic upgrade head",)
    if is_django(folder):
        return django_schema(folder)
    if application is None:
        return ()
    if not is_wsgi(application, lines):
        return _by_hand(folder, application, lines)
    making = f"python {INSIDE_FILES}/flask_tables.py {shlex.quote(application.file or application.target)}"
    if (folder / "migrations" / "env.py").is_file() and has(lines, "flask-migrate"):
        return (f"python -m flask --app {shlex.quote(application.target)} db upgrade || {making}",)
    return (making,)


def _migrates(folder: Path) -> bool:
    """Whether Alembic has something to apply: many an app was set up for it and no migration was ever written."""
    if not (folder / "alembic.ini").exists():
        return False
    scripts = [
        one for one in source_texts(folder) if one.parent.name == "versions" and one.stem != "__init__"
    ]
    return bool(scripts) or not _declares_models(folder)


def _declares_models(folder: Path) -> bool:
    return any(_DECLARES.search(text) for text in source_texts(folder).values())


def _by_hand(folder: Path, application: Application, lines: list[str]) -> tuple[str, ...]:
    """The tables of models that nothing in the app makes: its author did, once, in a shell."""
    asked = any(has(lines, name) for name in ("sqlalchemy", "sqlmodel"))
    made = any("create_all" in text for text in source_texts(folder).values())
    if made or not asked or not _declares_models(folder):
        return ()
    return (f"python {INSIDE_FILES}/model_tables.py {shlex.quote(application.target)}",)


def static_commands(folder: Path) -> tuple[str, ...]:
    """Django's static files are collected where its settings say to where; pages that name them fail without."""
    if not is_django(folder) or not _mentions(folder, "STATIC_ROOT"):
        return ()
    collect = "python manage.py collectstatic --noinput --verbosity 0 || true"
    # django-compressor reads what it made before, where its settings say so.
    compress = ("python manage.py compress --force --verbosity 0 || true",)
    return (collect, *(compress if _mentions(folder, "COMPRESS_OFFLINE") else ()))


def _mentions(folder: Path, word: str) -> bool:
    files = [*folder.glob("*/settings.py"), *folder.glob("*/settings/*.py"), *folder.glob("settings*.py")]
    return any(word in file.read_text(errors="replace") for file in files if file.is_file())


def setting_names(folder: Path) -> list[str]:
    """The variables that settings read through django-environ or python-decouple: `env("NAME")`, `config("NAME")`."""
    found: dict[str, None] = {}
    for text in source_texts(folder).values():
        if _READS_SETTINGS.search(text):
            found.update(dict.fromkeys(_SETTING.findall(text)))
    return list(found)


def database_of(folder: Path, lines: list[str], url: str) -> str | None:
    """What the app keeps its rows in, by the address that its example gives, else by the drivers it installs. One with a
    driver for MySQL alone whose code knows Postgres too runs on that: a package brings no MySQL along."""
    if url.startswith("sqlite"):
        return "sqlite"
    if url.startswith(("mysql", "mariadb")):
        return "mysql"
    if drives_postgres(lines):
        return "sqlite" if _keeps_to_sqlite(folder) else "postgres"
    if any(has(lines, name) for name in _MYSQL):
        knows = any("postgres" in text.lower() for text in source_texts(folder).values())
        return "postgres" if knows else "mysql"
    if any(has(lines, name) for name in _DATA_LIBRARIES):
        return "sqlite"
    if any(has(lines, name) for name in _MONGODB):
        return "mongodb"
    # The driver for SQLite comes with Python: no list of packages names it.
    return (
        "sqlite" if any("sqlite3" in imported_names(text) for text in source_texts(folder).values()) else None
    )


def speaks_to_redis(lines: list[str]) -> bool:
    """Whether packages are installed that keep a cache, sessions or a queue in a Redis."""
    return any(has(lines, name) for name in _REDIS)


def _keeps_to_sqlite(folder: Path) -> bool:
    """Whether the code names a file of SQLite and nothing in it could lead to another database: the driver that is installed
    beside it waits for a day that has not come."""
    texts = [_NOT_RUN.sub("", text) for text in source_texts(folder).values()]
    return any(_SQLITE_FILE.search(text) for text in texts) and not any(
        _ANOTHER.search(text) for text in texts
    )


def drives_postgres(lines: list[str]) -> bool:
    """Whether the app installs a driver for Postgres."""
    return any(has(lines, name) for name in _POSTGRES)


def database_scheme(folder: Path, lines: list[str], example: str) -> str:
    """`postgresql+psycopg` and the like: as the app's example says, else by the driver it installs. An app whose code puts
    its own driver into the address gets the plain one, as a host gives it."""
    texts = list(source_texts(folder).values())
    puts_driver = any(_PUTS_DRIVER.search(text) for text in texts)
    if database_of(folder, lines, example) == "mysql":
        return "mysql" if puts_driver else _mysql_scheme(lines, example)
    if puts_driver:
        return "postgresql"
    # SQLAlchemy 2.1 takes psycopg where none is named; the driver's own `connect` takes no name of one.
    older = _through_psycopg2(lines) and not any("psycopg2.connect(" in text for text in texts)
    if match := re.match(r"^(postgres(?:ql)?(?:\+\w+)?)://", example):
        plain = match[1] in ("postgres", "postgresql")
        return match[1] if not plain else "postgresql+psycopg2" if older else "postgresql"
    through_async = any(
        re.search(r"\b(create_async_engine|async_engine_from_config)\(", text) for text in texts
    )
    # SQLAlchemy itself may come along with another package: `fastapi-users[sqlalchemy]`.
    if has(lines, "asyncpg") and through_async:
        return "postgresql+asyncpg"
    if has(lines, "psycopg") and _through_sqlalchemy(lines):
        return "postgresql+psycopg"
    return "postgresql+psycopg2" if older else "postgresql"


def _mysql_scheme(lines: list[str], example: str) -> str:
    """`mysql+pymysql` and the like."""
    if match := re.match(r"^((?:mysql|mariadb)(?:\+\w+)?)://", example):
        return match[1]
    driver = next((name for package, name in _MYSQL_DRIVERS.items() if has(lines, package)), "")
    return f"mysql+{driver}" if driver and _through_sqlalchemy(lines) else "mysql"


def _through_psycopg2(lines: list[str]) -> bool:
    return any(has(lines, name) for name in ("psycopg2", "psycopg2-binary")) and _through_sqlalchemy(lines)


def _through_sqlalchemy(lines: list[str]) -> bool:
    return any(
        has(lines, name) for name in ("sqlalchemy", "flask-sqlalchemy", "flask_sqlalchemy", "sqlmodel")
    )
