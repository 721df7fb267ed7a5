"""What a project itself has for saving its data and for bringing it back: its scripts, and the commands of its documents."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator

from msgspec import Struct

from roadworthy.app import App
from roadworthy.proof.written_commands import written
from roadworthy.regex import Regex, regex
from roadworthy.trial import Trial
from roadworthy.trial.environment import DATABASE_URL_NAME
from roadworthy.trial.install import INSIDE_APP
from roadworthy.trial.postgres import APP_DATABASE, APP_ROLE
from roadworthy.views.operations.backups import (
    Script,
    backup_sections,
    recovery_sections,
    restores,
    saves,
    scripts,
)
from roadworthy.views.operations.documents import Section

_RESTORING_NAME = regex(r"restor|recover", re.I)
_SAVING_NAME = regex(r"back-?up|dump|save|export", re.I)
# What brings a copy back beside the original to look at it, or copies to somewhere else.
_OTHER_NAME = regex(r"drill|verif|check|test|clone|sync|migrat", re.I)
_PROGRAMS = ((".sh", "sh"), (".bash", "bash"), (".py", "python"), (".mjs", "node"), (".js", "node"), (".ts", "npx tsx"))  # fmt: skip
_TAKES_FILE = regex(r"\$\{?1\b|\$@|\bargv\b|process\.argv|click\.argument|add_argument\(['\"]\w")
_FOLDER_NAME = regex(r"\b([A-Z][A-Z0-9_]*(?:BACKUP|DUMP)[A-Z0-9_]*|(?:BACKUP|DUMP)[A-Z0-9_]*)\b")
_VARIABLE = regex(r"\$\{?([A-Z][A-Z0-9_]*)")
_IS_FOLDER = regex(r"DIR|FOLDER|PATH|ROOT|LOCATION|TARGET|DEST")
_PREPARES = regex(r"^(createdb|dropdb|mkdir|gunzip|gzip|tar|export)\b")
# Everything else that a page tells is for the machine the app runs on.
_ELSEWHERE = regex(r"\b(sudo|systemctl|docker|docker-compose|podman|kubectl|ssh|scp|rsync|aws|gcloud|az|heroku|fly|railway|pm2|supabase)\b")  # fmt: skip
_ADDRESS = regex(r"postgres(?:ql)?(?:\+\w+)?://[^\s\"'/]*/?([\w-]*)[^\s\"']*")
_NAMED = regex(r"<\w[\w .:-]*>")
_WORD = regex(r"[^\s\"'=()]+")
_STANDS_FOR_ONE = regex(r"<[\w.:-]+>|\.\.\.|YYYY|newest|latest|\.(dump|sql|backup|bak|tar|gz)$")
_OF_POSTGRES = regex(r"(\w+=\S+ )*(pg_dump|pg_restore|psql|createdb|dropdb)\b")
_OPTION = regex(r" -([Uhpd]) ?([\w.-]+)")
# What stands behind all options is the database.
_LAST_NAME = regex(
    r"(\b(?:psql|pg_dump)\b(?: -\S+(?: [\w.-]+)?)*)(?<! -[ftnTNjZF]) ([\w-]+)(?=\s*(?:[<>|]|$))"
)
_MADE = regex(r"\bcreatedb (?:-\S+ )*([\w-]+)|CREATE DATABASE \"?([\w-]+)", re.I)
FOLDER = "$HOME/copies"


class Procedure(Struct, frozen=True):
    """Lines for a shell at the repository's top. `place` is the script or the part of a document that has them. `needs` is a
    program of another machine, or '', that they cannot do without."""

    place: str
    lines: tuple[str, ...]
    needs: str = ""
    text: str = ""


def saving(app: App) -> Procedure | None:
    """How the project makes a copy of its data."""
    return next(_saving(app), None)


def restoring(app: App, copy: str) -> Procedure | None:
    """How the project brings a copy back; `copy` is the file there is, '' where none was made."""
    return next(_restoring(app, copy), None)


def _saving(app: App) -> Iterator[Procedure]:
    for script in _best(scripts(app), _SAVING_NAME):
        if script.saves and (not script.restores or _SAVING_NAME.search(_name(script.path))):
            yield from _of_script(script, "")
    yield from _of_manifest(app, saves, "")
    yield from _of_documents((*backup_sections(app), *recovery_sections(app)), saves, "")


def _restoring(app: App, copy: str) -> Iterator[Procedure]:
    for script in _best(scripts(app), _RESTORING_NAME):
        if script.restores and (not script.saves or _RESTORING_NAME.search(_name(script.path))):
            yield from _of_script(script, copy)
    yield from _of_manifest(app, restores, copy)
    yield from _of_documents(recovery_sections(app), restores, copy)


def _best(found: Iterable[Script], named: Regex[str]) -> list[Script]:
    """Those named for it first; none that does it by the way, for a test or a move."""
    own = [script for script in found if not _OTHER_NAME.search(_name(script.path))]
    return sorted(own, key=lambda one: (not named.search(_name(one.path)), one.path))


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _of_script(script: Script, copy: str) -> Iterator[Procedure]:
    program = next((program for suffix, program in _PROGRAMS if script.path.endswith(suffix)), "")
    if not program:
        return
    if program == "sh" and "bash" in script.text.partition("\n")[0]:
        program = "bash"
    argument = f" {shlex.quote(copy)}" if copy and _TAKES_FILE.search(script.text) else ""
    line = f"{program} {shlex.quote(script.path)}{argument}"
    yield Procedure(script.path, (line,), _of_elsewhere(script.text), script.text)


def _of_manifest(app: App, does: object, copy: str) -> Iterator[Procedure]:
    assert callable(does)
    for path, name, command in app.deployment.all_scripts:
        if path == "package.json" and does(command) and not _OTHER_NAME.search(name):
            argument = f" -- {shlex.quote(copy)}" if copy else ""
            line = f"npm run {shlex.quote(name)}{argument}"
            yield Procedure(line, (line,), _of_elsewhere(command), command)


def _of_documents(parts: Iterable[Section], does: object, copy: str) -> Iterator[Procedure]:
    assert callable(does)
    for part in parts:
        lines = [line for one in written(part.text) if one.shell for line in _lines(one.text)]
        made = frozenset(match[1] or match[2] for line in lines for match in _MADE.finditer(line))
        kept = [_filled_in(line, copy, made) for line in lines if does(line) or _PREPARES.match(line)]
        # A page for another machine is not run half.
        needs = next((word for line in lines if does(line) and (word := _of_elsewhere(line))), "")
        if any(does(line) for line in lines):
            yield Procedure(str(part.location), tuple(kept), needs, part.text)


def _lines(block: str) -> list[str]:
    joined = block.replace("\\\n", " ")
    return [line.strip().removeprefix("$ ") for line in joined.split("\n") if line.strip()]


def _of_elsewhere(text: str) -> str:
    code = "\n".join(line for line in text.split("\n") if not line.lstrip().startswith("#"))
    match = _ELSEWHERE.search(code)
    return match.group(1) if match else ""


def _filled_in(line: str, copy: str, made: frozenset[str]) -> str:
    """A line with the trial's server and database for those that are written there, and the copy there is for its
    placeholder. Databases that the page makes (`made`) keep their names."""
    told = _ADDRESS.sub(lambda match: _address(match[1] if match[1] in made else APP_DATABASE), line)
    if _OF_POSTGRES.match(told):
        told = _OPTION.sub(lambda match: _own_option(match, made), told)
        told = _LAST_NAME.sub(
            lambda match: match[0] if match[2] in made else f"{match[1]} {APP_DATABASE}", told
        )
    if not copy:
        return told
    whole = _NAMED.sub(lambda match: match[0].replace(" ", "-"), told)
    return _WORD.sub(lambda match: _copy_or(match[0], copy), whole)


def _own_option(match: re.Match[str], made: frozenset[str]) -> str:
    """`-U`, `-h`, `-p` and `-d` as they are here."""
    own = {"U": APP_ROLE, "h": "127.0.0.1", "p": "5432", "d": match[2] if match[2] in made else APP_DATABASE}
    return f" -{match[1]} {own[match[1]]}"


def _copy_or(word: str, copy: str) -> str:
    """The copy for a word that stands for a file of one; what a shell works out by itself is left to it."""
    own = re.match(r"postgres|[$&|;>-]|<$", word) or re.search(r"[$*]|\.(sh|py|js|ts)$", word)
    return word if own or not _STANDS_FOR_ONE.search(word) else shlex.quote(copy)


def _address(name: str, role: str = APP_ROLE) -> str:
    return f"postgresql://{role}:app@127.0.0.1:5432/{name}"


# --- running -----------------------------------------------------------------------------------------


def run_lines(trial: Trial, procedure: Procedure, seconds: float) -> tuple[int, str, str]:
    """Runs a procedure in one shell until a line fails: its exit code, what was printed, and the last line that says
    something. Questions are answered with yes. Raises AppError after `seconds`."""
    script = "\n".join(["set -e", *procedure.lines])
    # `yes` ends by itself when nobody reads; a shell without a terminal asks nobody.
    role = APP_ROLE if trial.supabase is None else "postgres"
    command = (
        f"{settings(procedure.text, role)}\ncd {INSIDE_APP}\nyes 2>/dev/null | sh -c {shlex.quote(script)}"
    )
    code, output = trial.run(command, seconds)
    said = [line.strip() for line in output.splitlines() if line.strip()]
    return code, output, said[-1][:200] if said else ""


def settings(text: str, role: str = APP_ROLE) -> str:
    """What Postgres' own programs read, the address for a variable that is to hold it, a folder for one that names where copies go.
    `role` owns the database: of a
    Supabase project it is `postgres`."""
    folders = [name for name in dict.fromkeys(_FOLDER_NAME.findall(text)) if _IS_FOLDER.search(name)]
    values = [f"PGHOST=127.0.0.1 PGPORT=5432 PGUSER={role} PGPASSWORD=app PGDATABASE={APP_DATABASE}"]
    values += [f'{name}="{FOLDER}"' for name in folders]
    addresses = [name for name in dict.fromkeys(_VARIABLE.findall(text)) if DATABASE_URL_NAME.search(name)]
    values += [f'{name}="${{{name}:-{_address(APP_DATABASE, role)}}}"' for name in addresses]
    return f'mkdir -p "{FOLDER}"; export {" ".join(values)}'
