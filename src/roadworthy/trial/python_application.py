"""Where a Python app's object lives."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from roadworthy.regex import regex
from roadworthy.trial.package_names import PACKAGES
from roadworthy.trial.working_copy import left_out

_KINDS = "FastAPI|Flask|APIFlask|OpenAPI|Starlette|Litestar|Quart|Sanic|FlaskApp|AsyncApp"
_APPLICATION = regex(
    rf"^(\w+)\s*(?::\s*[\w.]+\s*)?=\s*(?:[\w.]+\.)?({_KINDS})\(|^(\w+)\s*=\s*(connexion)\.App\(", re.MULTILINE
)
_FACTORY = regex(r"^def (create_app|make_app|build_app|get_app)\(", re.MULTILINE)
_MADE = regex(
    r"^(\w+)\s*(?::\s*[\w.]+\s*)?=\s*(?:[\w.]+\.)?(create_app|make_app|build_app|get_app)\(", re.MULTILINE
)
_RUN = regex(
    r"^if __name__ == .*:(?:.*\n)(?:[ \t]+\S.*\n|[ \t]*\n)*?[ \t]+(?!uvicorn|asyncio|anyio|socketio)(\w+)\.run\(",
    re.MULTILINE,
)
_IMPORTED = regex(r"^from [\w.]+ import \(?.*\b(app|application)\b", re.MULTILINE)
_IMPORTS = regex(r"^[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)
_RELATIVE = regex(r"^[ \t]*from[ \t]+\.", re.MULTILINE)
# A server's command line in a Procfile, Dockerfile or a host's settings: `gunicorn --bind 0.0.0.0:$PORT main:app`.
_SERVED = regex(
    r"\b(?:gunicorn|uvicorn|hypercorn|waitress-serve)\b[^\n]*?[\s\"'=]([A-Za-z_][\w.]*:[A-Za-z_]\w*(?:\(\))?)"
)
_DEPLOYMENT = (
    "Procfile",
    "railway.toml",
    "railway.json",
    "render.yaml",
    "fly.toml",
    "nixpacks.toml",
    ".replit",
    "Dockerfile",
    "docker-compose.yml",
    "app.yaml",
)
_ENTRANCES = ("main", "app", "wsgi", "asgi", "server", "run", "application")
# A program that makes the app to do something with its rows, as soon as it is imported.
_SCRIPT = regex(r"^with \w+\.app_context\(", re.MULTILINE)
_SCRIPT_RANK = 40
_LARGEST_FILE = 400_000


class Application(msgspec.Struct, frozen=True):
    """Where the app object lives: `module:name`, and what kind it is. `file` is the program that runs it at its end, where
    that is how it is started (`python app.py`)."""

    module: str
    name: str
    kind: str
    factory: bool = False
    file: str = ""

    @property
    def target(self) -> str:
        """As servers take it: `module:name`, with `()` for a factory."""
        return f"{self.module}:{self.name}" + ("()" if self.factory else "")


def find_application(folder: Path) -> Application | None:
    """The app object: the one that the app's own deployment serves, else by a light search in which the files that
    start servers (main, app, wsgi, run, ...) go first."""
    texts = source_texts(folder)
    kind = _kind(list(texts.values()))
    served = _served(folder, kind)
    if served is not None:
        return served
    found: list[tuple[int, Application]] = []
    for file, text in texts.items():
        found += [(rank, one) for rank, one in _candidates(folder, file, text, kind)]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def running_folder(folder: Path) -> Path:
    """The folder that an app's imports start from: that of its entrance, or one between, where the entrance imports what lies there
    (`backend/main.py` with `import models`, `backend/app/main.py` with `from app.models import ...`), though its packages are named further up."""
    application = find_application(folder)
    place = folder.joinpath(*application.module.split(".")[:-1]) if application is not None else folder
    if application is None or place == folder:
        return folder
    file = place / f"{application.module.rpartition('.')[2]}.py"
    text = file.read_text(errors="replace") if file.is_file() else ""
    # A module beside it may have the name of a library's that it means.
    names = imported_names(text) - {*sys.stdlib_module_names, *PACKAGES}
    between = [place, *(one for one in place.parents if one != folder and one.is_relative_to(folder))]
    # What imports by dots is part of a package.
    places = between[1:] if _RELATIVE.search(text) else between
    for start in places:
        if any(_is_module(start, name) and not _is_module(folder, name) for name in names):
            return start
    return folder


def imported_names(text: str) -> set[str]:
    """The first words of what a source imports: `flask` of `from flask.views import View`."""
    return set(_IMPORTS.findall(text))


def _is_module(folder: Path, name: str) -> bool:
    return (folder / f"{name}.py").is_file() or any((folder / name).glob("*.py"))


_READ: list[dict[Path, dict[Path, str]]] = []


@contextmanager
def reading_once() -> Iterator[None]:
    """Keeps what `source_texts` reads of each folder: a plan asks for the same sources some eight times. Whoever opens it changes no
    source meanwhile."""
    _READ.append({})
    try:
        yield
    finally:
        _READ.pop()


def source_texts(folder: Path) -> dict[Path, str]:
    """The app's own Python files with their text, tests and installed packages left out."""
    if not _READ:
        return _read(folder)
    if folder not in _READ[-1]:
        _READ[-1][folder] = _read(folder)
    return _READ[-1][folder]


def _read(folder: Path) -> dict[Path, str]:
    return {file: file.read_text(errors="replace") for file in _python_files(folder)}


def _kind(texts: list[str]) -> str:
    """What most of the app is made with, for files that only pass the object on."""
    for kind, mark in (
        ("FastAPI", "FastAPI("),
        ("connexion", "connexion"),
        ("Flask", "Flask("),
        ("Starlette", "Starlette("),
    ):
        if any(mark in text for text in texts):
            return kind
    return ""


def _served(folder: Path, kind: str) -> Application | None:
    for name in _DEPLOYMENT:
        file = folder / name
        match = _SERVED.search(_joined(file.read_text(errors="replace"))) if file.is_file() else None
        if match is None:
            continue
        module, _, attribute = match[1].partition(":")
        path = folder / (module.replace(".", "/"))
        if kind and (path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()):
            return Application(module, attribute.removesuffix("()"), kind, attribute.endswith("()"))
    return None


def _joined(text: str) -> str:
    """Lists of arguments as a line: `["gunicorn", "--bind", "0.0.0.0:5000", "main:app"]`."""
    return re.sub(r"\\\n|,\s*", " ", text)


def _candidates(folder: Path, file: Path, text: str, kind: str) -> Iterator[tuple[int, Application]]:
    """What a file offers, each with a rank (lowest first): an object that it runs, makes, passes on, or a factory."""
    parts = file.relative_to(folder).with_suffix("").parts
    module = ".".join(parts).removesuffix(".__init__")
    depth = 4 * len(parts) + (0 if parts[-1] in _ENTRANCES else 4)
    if kind and (run := _RUN.search(text)) and parts[-1] in _ENTRANCES:
        file_name = str(file.relative_to(folder)) if len(parts) == 1 else ""
        # Further down it is imported: what is made only when it is run is not there then.
        if file_name or re.search(rf"^{run[1]}\b|import .*\b{run[1]}\b", text, re.MULTILINE):
            yield depth - 2, Application(module, run[1], kind, file=file_name)
    if made := _APPLICATION.search(text):
        yield depth, Application(module, made[1] or made[3], made[2] or made[4])
    elif kind and (made := _MADE.search(text)):
        yield depth + (_SCRIPT_RANK if _SCRIPT.search(text) else 0), Application(module, made[1], kind)
    elif kind and parts[-1] in ("wsgi", "asgi", "main", "run") and (passed := _IMPORTED.search(text)):
        yield depth - 1, Application(module, passed[1], kind)
    elif factory := _FACTORY.search(text):
        yield (
            depth + 3,
            Application(module, factory[1], "FastAPI" if "FastAPI(" in text else "Flask", factory=True),
        )


def _python_files(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not left_out(name) and name not in _NO_SOURCE)
        for name in sorted(files):
            file = Path(parent) / name
            # Links lead anywhere or nowhere, and reading a pipe would wait for ever.
            if name.endswith(".py") and _is_plain(file) and file.stat().st_size < _LARGEST_FILE:
                yield file


_NO_SOURCE = frozenset({"tests", "test", "venv", "env", "site-packages", "node_modules"})


def _is_plain(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()
