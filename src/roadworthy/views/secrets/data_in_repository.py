"""Data of real people and running systems that was put into the repository by accident."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test
from roadworthy.views.secrets.exposure import Exposure
from roadworthy.views.secrets.file_texts import is_example

_MADE_UP = regex(r"(^|[._-])(seeds?|seed[._-]?data|mocks?|fake|fixtures?|dummy|demo)([._-]|$)")
_SQLITE = b"SQLite format 3\0"
_MAIL = regex(rb"[\w.+-]+@([\w-]+\.[A-Za-z]{2,})")
_INVENTED = regex(
    rb"example|test|demo|sample|acme|foo|bar|^e?mail\.com$|domain|placeholder|local$|invalid$|company|store",
    re.I,
)
_HASH = regex(rb"\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}|scrypt:\d+:\d+:\d+\$|pbkdf2[:_]sha\d+[:$]|\$argon2id?\$")
_COOKIES = regex(rb"^# Netscape HTTP Cookie File", re.M)
_SESSION = regex(rb"\t[\w.-]*(token|session|sid|auth|jwt)[\w.-]*\t\S{12,}", re.I)
_LARGEST = 20_000_000
_DATA = (".json", ".sql", ".txt", ".dump", ".bak", ".csv", ".yaml", ".yml", ".xml", ".log", ".ndjson")


def data_in_repository(app: App) -> tuple[Exposure, ...]:
    """Databases, dumps, states and sessions among the files."""
    return app.view(_found)


def _found(app: App) -> tuple[Exposure, ...]:
    return tuple(
        Exposure("dump", file.path, what, (Location(file.path, 1, _lines(app, file.path)),), grave)
        for file in app.repository.files
        if not is_test(file.path) and not is_example(file.path) and file.size < _LARGEST
        for what, grave in _kind(app, file.path, file.size)
    )


def _lines(app: App, path: str) -> int:
    return max(1, app.read(path).count(b"\n"))


def _kind(app: App, path: str, size: int) -> Iterator[tuple[str, bool]]:
    name = path.rsplit("/", 1)[-1].lower()
    if name.endswith((".db", ".sqlite", ".sqlite3", ".db3")) and size > 4096:
        content = app.read(path)
        people = len(_people(content))
        if content.startswith(_SQLITE) and (people or _HASH.search(content)):
            yield f"a database with {_counted(people)} in it", True
    elif name.endswith(".tfstate") or ("." not in name and _is_plan(app.read(path))):
        yield "a state or plan of the infrastructure, with the values of its variables", True
    elif name.endswith(_DATA) and 0 < size < 5_000_000 and "package" not in name and "lock" not in name:
        yield from _in_data(app.read(path), name)


def _is_plan(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04") and b"tfplan" in content[:400]


def _in_data(content: bytes, name: str) -> Iterator[tuple[str, bool]]:
    if _COOKIES.search(content[:400]) and _SESSION.search(content):
        yield "a jar of cookies with sessions that may still be valid", True
        return
    people, hashes = len(_people(content)), _HASH.findall(content)
    if people and hashes and not name.endswith((".md",)):
        # Rows that a name says were made up to begin with are most likely of nobody.
        grave = not _MADE_UP.search(name) and not _is_one_hash(hashes)
        yield f"a dump with {_counted(people)} and {len(hashes)} password hashes", grave
    elif people >= 3 and re.search(r"backup|dump|export|users?[_-]", name):
        yield f"a copy of records of {_counted(people)}", True


# So many people do not have one and the same hash by chance, nor one password with one salt.
_SEVERAL = 3


def _is_one_hash(hashes: list[bytes]) -> bool:
    """Whether a script gave all its made-up people one hash: every hash of a person's own has a salt of its own."""
    return len(hashes) >= _SEVERAL and len(set(hashes)) == 1


def _people(content: bytes) -> set[bytes]:
    return {
        found.group(0).lower()
        for found in _MAIL.finditer(content[:2_000_000])
        if not _INVENTED.search(found.group(1))
    }


def _counted(people: int) -> str:
    return "one person" if people == 1 else f"{people} people"
