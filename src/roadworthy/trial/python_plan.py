"""How a Python app is installed and started."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import msgspec

from roadworthy.errors import AppError
from roadworthy.source.data_files import parsed_toml, section
from roadworthy.trial.working_copy import left_out

_APPLICATION = re.compile(
    r"^(\w+)\s*(?::\s*[\w.]+\s*)?=\s*(?:[\w.]+\.)?(FastAPI|Flask|Starlette|Litestar|Quart|Sanic)\(",
    re.MULTILINE,
)
_FACTORY = re.compile(r"^def (create_app|make_app)\(", re.MULTILINE)
_LARGEST_FILE = 400_000


class Application(msgspec.Struct, frozen=True):
    """Where the app object lives: `module:name`, and what kind it is."""

    module: str
    name: str
    kind: str
    factory: bool = False


def requirement_lines(folder: Path) -> list[str]:
    """What the app depends on, as pip would read it."""
    for name in ("requirements.txt", "requirements/prod.txt", "requirements/base.txt"):
        if (folder / name).exists():
            return (folder / name).read_text(encoding="utf-8-sig", errors="replace").splitlines()
    project = folder / "pyproject.toml"
    if not project.exists():
        return []
    try:
        data = parsed_toml(project.read_text(encoding="utf-8"))
    except ValueError as error:
        raise AppError(f"does not parse: {error}", where=str(project)) from error
    lines = section(data, "project").get("dependencies")
    poetry = section(data, "tool", "poetry", "dependencies")
    return [line for line in (lines if isinstance(lines, list) else []) if isinstance(line, str)] + [
        _poetry_line(name, value) for name, value in poetry.items() if name != "python"
    ]


def _poetry_line(name: str, value: object) -> str:
    version = value.get("version", "") if isinstance(value, dict) else str(value)
    if match := re.match(r"^[\^~](\d[\w.]*)", version):
        return f"{name}>={match[1]}"
    return name if version in ("", "*") else f"{name}{version if version[0] in '<>=!~' else '==' + version}"


def has(lines: list[str], package: str) -> bool:
    wanted = re.compile(rf"^\s*{re.escape(package)}\b(?!-)", re.IGNORECASE)
    return any(wanted.match(line) for line in lines)


def install_commands(folder: Path, lines: list[str], extra: list[str], scripts: bool) -> tuple[str, ...]:
    """Wheels only unless scripts are allowed: building from source would run strangers' code with a network."""
    pip = "python -m pip install --no-input --quiet" + ("" if scripts else " --only-binary=:all:")
    for name in ("requirements.txt", "requirements/prod.txt", "requirements/base.txt"):
        if (folder / name).exists():
            return (f"{pip} -r {name} {shlex.join(extra)}".strip(),)
    return (f"{pip} {shlex.join([*lines, *extra])}",) if lines or extra else ()


def find_application(folder: Path) -> Application | None:
    """The first app object by a light search; files called main, app, wsgi and asgi go first."""
    found: list[tuple[int, Application]] = []
    for file in _python_files(folder):
        text = file.read_text(errors="replace")
        module = ".".join(file.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
        rank = (0 if file.stem in ("main", "app", "wsgi", "asgi", "server") else 1) + len(
            file.relative_to(folder).parts
        )
        if match := _APPLICATION.search(text):
            found.append((rank, Application(module, match[1], match[2])))
        elif match := _FACTORY.search(text):
            kind = "FastAPI" if "FastAPI(" in text else "Flask"
            found.append((rank + 1, Application(module, match[1], kind, factory=True)))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _python_files(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not left_out(name) and name not in ("tests", "test"))
        for name in sorted(files):
            file = Path(parent) / name
            # Links lead anywhere or nowhere, and reading a pipe would wait for ever.
            if name.endswith(".py") and _is_plain(file) and file.stat().st_size < _LARGEST_FILE:
                yield file


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def start_command(folder: Path, application: Application | None, lines: list[str]) -> tuple[str, list[str]]:
    """The command, and packages it needs that the app does not name. Raises AppError when no app object is found."""
    if (folder / "manage.py").exists():
        return "python manage.py runserver --noreload 127.0.0.1:{port}", []
    if application is None:
        raise AppError(
            "no FastAPI(), Flask() or manage.py found",
            where=str(folder),
            remedy='set start = "COMMAND" in [trial] of roadworthy.toml',
        )
    target = f"{application.module}:{application.name}"
    if application.kind in ("Flask",):
        if has(lines, "gunicorn"):
            call = f"{target}()" if application.factory else target
            return f"python -m gunicorn --workers 2 --threads 4 --bind 127.0.0.1:{{port}} '{call}'", []
        return f"python -m flask --app {target} run --host 127.0.0.1 --port {{port}}", []
    factory = " --factory" if application.factory else ""
    needed = [] if has(lines, "uvicorn") or any("[standard]" in line for line in lines) else ["uvicorn"]
    return f"python -m uvicorn {target}{factory} --host 127.0.0.1 --port {{port}} --proxy-headers", needed


def schema_commands(folder: Path) -> tuple[str, ...]:
    if (folder / "alembic.ini").exists():
        return ("python -m alembic upgrade head",)
    if (folder / "manage.py").exists():
        return ("python manage.py migrate --noinput",)
    return ()


def database_of(lines: list[str], url: str) -> str | None:
    if url.startswith("sqlite"):
        return "sqlite"
    if any(has(lines, name) for name in ("psycopg", "psycopg2", "psycopg2-binary", "asyncpg", "pg8000")):
        return "postgres"
    return (
        "sqlite"
        if any(has(lines, name) for name in ("sqlalchemy", "django", "aiosqlite", "flask-sqlalchemy"))
        else None
    )


def database_scheme(lines: list[str], example: str) -> str:
    """`postgresql+psycopg` and the like: as the app's example says, else by the driver it installs."""
    if match := re.match(r"^(postgres(?:ql)?(?:\+\w+)?)://", example):
        return "postgresql" if match[1] == "postgres" else match[1]
    if has(lines, "asyncpg") and has(lines, "sqlalchemy"):
        return "postgresql+asyncpg"
    if has(lines, "psycopg") and has(lines, "sqlalchemy"):
        return "postgresql+psycopg"
    return "postgresql"
