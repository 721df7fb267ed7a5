"""What a README tells a newcomer to type, each command judged by whether its failing would be the project's own fault."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app import App
from roadworthy.proof.written_commands import Written, written
from roadworthy.regex import regex

_PROGRAM = regex(
    r"(npm|pnpm|yarn|npx|bun|node|tsx|python3?|pip3?|uv|poetry|pipenv|flask|alembic|uvicorn|gunicorn|fastapi|cp|mkdir|make|docker|docker-compose"
    r"|git|cd|touch|source|export|psql|createdb|bash|sh|\./\S+)$"
)
_LIST_ITEM = regex(r"^\s*(\d+[.)]|[-*+])\s")
_PLACEHOLDER = regex(r"<[^<>]+>|\.\.\.|…|\byour[-_]|\[[\w -]+\]|xxx", re.I)
_INSTALLS = regex(r"^((npm|pnpm|bun) (ci|i|install)\b|yarn( install)?$|(python3? -m )?pip3? install\b|uv (sync|pip)\b|poetry install\b|pipenv (install|sync)\b)")  # fmt: skip
_STARTS = regex(
    r"\b(dev|start|serve|preview|watch|runserver)\b|^(uvicorn|gunicorn|fastapi (dev|run))\b|\bflask\b.* run\b|^docker|^(python3?|node|tsx) \S*(app|main|server|index|run|wsgi)\.\w+$"
)
# Nothing of the app's own, or nothing that a trial may do or be asked.
_NOT_FOLLOWED = regex(
    r"^(git|cd|source|\.|export|touch|mkdir|docker|docker-compose|python3? -m venv|uv venv|npm (i|install) -g|npm init|npm publish|npx create|psql|createdb)\b"
    r"|createsuperuser|\b(deploy|publish|release|login|prisma (studio|migrate dev)|studio|e2e|test|tests|lint|pytest|format|docker|cypress|playwright|open)\b"
)
_RUN = regex(r"^(?:npm|pnpm|yarn) run (?:-\S+ )*([\w:.-]+)|^npm (start|test)\b")
_COPIES = regex(r"^cp (?:-\w+ )?(\S+) \S+$")
_FILE = regex(
    r"^(?:python3?|node|bash|sh|tsx|npx tsx) ([\w./-]+\.(?:py|[cm]?[jt]s|sh))\b|^\./([\w./-]+\.sh)\b"
)
_RUNS = regex(r"^((npm|pnpm|yarn) (run )?[\w:.-]+|npx (tsc|drizzle-kit|prisma|knex|sequelize)\b.*|(python3? -m )?(alembic|flask)\b.*|python3? \S*manage\.py \w+.*|make [\w-]+)")  # fmt: skip
_MOST = 30


class Told(Struct, frozen=True):
    """One command of a document. `folder` is where a reader stands ('' for the top); `way` what becomes of it: `run`,
    `answered` (packages are there), `started` (the trial does it) or `passed over`. `absent` is the script or file that it
    names and that is nowhere in the repository, '' for none."""

    command: str
    place: str
    folder: str
    way: str
    absent: str = ""


def told(app: App, path: str) -> tuple[Told, ...]:
    """The commands of a document, in its order."""
    text = app.read(path).decode("utf-8", "replace").replace("\r\n", "\n")
    return tuple(_followed(app, path, text))[:_MOST]


def _followed(app: App, path: str, text: str) -> Iterator[Told]:
    folder = posixpath.dirname(path)
    for one in written(text):
        for number, line in enumerate(_lines(one)):
            for command in (part.strip() for part in line.split("&&")):
                if command.startswith("cd "):
                    folder = _entered(app, folder, command[3:].strip().strip("\"'"))
                elif command:
                    place = f"{path}:{one.line + (number if one.fenced else 0)}"
                    yield _judged(app, command, place, folder)


def _lines(one: Written) -> list[str]:
    """The lines that are commands: all of a shell's block, code of a step that begins with a program. A program's name alone
    is no command within a line."""
    if not one.shell or (not one.fenced and not (_LIST_ITEM.match(one.says) and " " in one.text.strip())):
        return []
    lines = [
        re.sub(r"\s+#\s.*$", "", re.sub(r"^[$>%]\s+", "", line)).strip() for line in one.text.split("\n")
    ]
    return [line if _is_command(line) else "" for line in lines]


def _is_command(line: str) -> bool:
    words = line.split()
    while words and re.match(r"^[A-Z_]+=\S*$", words[0]):
        words.pop(0)
    return bool(words) and _PROGRAM.match(words[0]) is not None


def _entered(app: App, folder: str, name: str) -> str:
    """Where a reader stands after `cd`: what is not there is the folder that cloning made."""
    for start in (folder, ""):
        found = posixpath.normpath(posixpath.join(start, name)).strip("/")
        if found in (".", ""):
            return ""
        if any(file.path.startswith(f"{found}/") for file in app.repository.files):
            return found
    return folder


def _judged(app: App, command: str, place: str, folder: str) -> Told:
    plain = re.sub(r"^([A-Z_]+=\S*\s+)+", "", command)
    if _PLACEHOLDER.search(command) or "|" in command or "$(" in command:
        return Told(command, place, folder, "passed over")
    absent = _absent(app, plain)
    if absent:
        return Told(command, place, folder, "run", absent)
    if _INSTALLS.match(plain):
        return Told(command, place, folder, "answered")
    meant = (plain, *_bodies(app, plain))
    if any(map(_STARTS.search, meant)):
        return Told(command, place, folder, "started")
    if any(map(_NOT_FOLLOWED.search, meant)) or not _RUNS.match(plain):
        return Told(command, place, folder, "passed over")
    return Told(command, place, folder, "run")


def _bodies(app: App, command: str) -> Iterator[str]:
    """What the scripts of that name do: `npm run db:migrate` may be what a trial does not do itself."""
    run = _RUN.match(command)
    for _, name, body in app.deployment.all_scripts if run else ():
        if run and name == (run[1] or run[2]):
            yield from (part.strip() for part in re.split(r"&&|\|\||;", body))


def _absent(app: App, command: str) -> str:
    """What a command names and no part of the repository has; a reader may stand in another folder than we think."""
    names = {posixpath.basename(file.path) for file in app.repository.files}
    run = _RUN.match(command)
    scripts = {name for _, name, _ in app.deployment.all_scripts}
    if run and not re.search(r" (-w|--workspace|--filter|--prefix|-C)\b", command):
        name = run[1] or run[2]
        default = name == "start" and "server.js" in names
        return (
            f"a script named {name}"
            if app.deployment.all_scripts and name not in scripts and not default
            else ""
        )
    if re.match(r"^npm ci\b", command) and not names & {"package-lock.json", "npm-shrinkwrap.json"}:
        return "a package-lock.json"
    copied, file = _COPIES.match(command), _FILE.match(command)
    path = (copied[1] if copied else (file[1] or file[2]) if file else "").strip("\"'")
    missing = path and not re.search(r"[*?~$]", path) and posixpath.basename(path) not in names
    # Files of secrets are kept out of a repository, and what a build makes is not in it yet.
    made = re.search(r"(^|/)(dist|build|out|\.next)/|^/|^\.env(\.local)?$", path)
    return path if missing and not made else ""
