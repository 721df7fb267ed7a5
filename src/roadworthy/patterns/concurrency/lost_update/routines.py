"""Looks into functions of the database for a value that is read, reckoned with, and written back while others do the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.app.policy import DatabaseFunction
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.concurrency.lost_update.finding import RoutineRace
from roadworthy.patterns.concurrency.lost_update.wording import is_worth
from roadworthy.regex import regex

_COMMENT = regex(r"--[^\n]*|/\*.*?\*/", re.S)
_LOCKS = regex(r"\bfor\s+(no\s+key\s+)?update\b", re.I)
_SERIAL = regex(r"pg_(try_)?advisory|\bserializable\b|\block\s+table\b", re.I)
_READ = regex(
    r"\bselect\s+(?P<columns>(?:(?!\bselect\b)[^;])*?)\s+into\s+(strict\s+)?(?P<names>[\w\s,]+?)\s+from\s+(public\.)?(?P<table>\w+)(?P<rest>[^;]*);",
    re.I,
)
_SET = regex(r"\b(?P<name>\w+)\s*:?=\s*(?P<value>[^;=]+);")
_UPDATE = regex(
    r"\bupdate\s+(only\s+)?(public\.)?(?P<table>\w+)(\s+(as\s+)?\w+)?\s+set\s+(?P<sets>[^;]*?)(\bwhere\b[^;]*)?;",
    re.I,
)
_ARITHMETIC = regex(r"[-+*]")
_WORD = regex(r"[a-z_]\w*(?:\.\w+)?", re.I)


# The names of variables with the table and the column that they were read from.
Held = dict[str, tuple[str, str]]


def routine_races(app: App) -> Iterator[Verdict]:
    """A gap for each function that outsiders can set going and that takes a number from a row, reckons, and puts it back."""
    for function in app.database.functions:
        found = _race(function) if function.language == "plpgsql" else None
        if found is not None:
            yield _gap(function, *found)


def _race(function: DatabaseFunction) -> tuple[str, str] | None:
    """The table and the column whose change can be lost."""
    body = _COMMENT.sub(" ", function.body)
    if _SERIAL.search(body):
        return None
    held = _reckoned(body, _held(body))
    for update in _UPDATE.finditer(body):
        for column, value in _assigned(update["sets"]):
            if _comes_back(body, update["table"].lower(), column, value, held):
                return update["table"].lower(), column
    return None


def _held(body: str) -> Held:
    """What is read into variables without a lock: their names with the table and the column."""
    held: Held = {}
    for read in _READ.finditer(body):
        names = [name.strip().lower() for name in read["names"].split(",")]
        columns = [column.strip().split(".")[-1].lower() for column in read["columns"].split(",")]
        if _LOCKS.search(read["rest"]) or len(names) != len(columns):
            held = {name: place for name, place in held.items() if name not in names}
            continue
        held |= {
            name: (read["table"].lower(), column)
            for name, column in zip(names, columns, strict=True)
            if re.fullmatch(r"\w+|\*", column)
        }
    return held


def _reckoned(body: str, held: Held) -> Held:
    """What was read, and what was made of it (`left := stock - wanted`)."""
    found = dict(held)
    for change in _SET.finditer(body):
        name, value = change["name"].lower(), change["value"]
        source = next((place for _, place in _held_in(value, found)), None)
        if source is not None and (name not in held or _ARITHMETIC.search(value)):
            found[name] = source
    return found


def _comes_back(body: str, table: str, column: str, value: str, held: Held) -> bool:
    """Whether a column is given what was reckoned from its own earlier value, and not from what it holds now."""
    if re.search(rf"\b{re.escape(column)}\b", _without_names(value, held), re.I):
        return False
    for name, (read_from, read_column) in _held_in(value, held):
        same = read_from == table and read_column in (column, "*")
        known = "." not in name or name.split(".")[1] == column
        plain = re.fullmatch(r"\s*[\w.]+\s*", value)
        if same and known and (_ARITHMETIC.search(value) or not plain or _is_made(name, body)):
            return True
    return False


def _held_in(text: str, known: Held) -> Iterator[tuple[str, tuple[str, str]]]:
    for word in _WORD.findall(text):
        place = known.get(word.split(".")[0].lower())
        if place is not None:
            yield word.lower(), place


def _without_names(text: str, known: Held) -> str:
    """A value without what was read before: what is left speaks of the row as it is now."""
    return _WORD.sub(lambda m: " " if m[0].split(".")[0].lower() in known else m[0], text)


def _is_made(name: str, body: str) -> bool:
    """Whether a variable was reckoned out before (`left := left - wanted`)."""
    return any(
        change["name"].lower() == name.split(".")[0] and _ARITHMETIC.search(change["value"])
        for change in _SET.finditer(body)
    )


def _assigned(sets: str) -> Iterator[tuple[str, str]]:
    depth, start = 0, 0
    parts: list[str] = []
    for at, letter in enumerate(sets):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            parts.append(sets[start:at])
            start = at + 1
    for part in (*parts, sets[start:]):
        name, found, value = part.partition("=")
        if found:
            yield name.strip().strip('"').lower(), value


def _gap(function: DatabaseFunction, table: str, column: str) -> Verdict:
    return gap(
        f"rpc {function.name}",
        f"Calls at the same moment overwrite each other's change of {table}.{column}",
        impact=f"{table}.{column} ends up wrong when two people act at once: one of the changes is lost",
        locations=(function.location,),
        evidence=(
            f"{function.name} reads {table}.{column} without FOR UPDATE, reckons with it and writes the result back",
        ),
        severity=Severity.HIGH if is_worth(f"{table}.{column}") else Severity.MEDIUM,
        details=RoutineRace(function, table, column),
    )
