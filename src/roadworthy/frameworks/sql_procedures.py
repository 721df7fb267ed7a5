"""Stored procedures that the repository makes: `CALL AssignRoom(:student, :room)` is what its body does with these values."""

from __future__ import annotations

import re
from weakref import WeakKeyDictionary

from msgspec import Struct

from roadworthy.interpret import Program
from roadworthy.regex import regex

_MADE = regex(
    r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:DEFINER\s*=\s*\S+\s+)?PROCEDURE\s+(?:IF\s+NOT\s+EXISTS\s+)?[`\"]?(\w+)[`\"]?\s*\((.*?)\)\s*(?:[A-Z]+\s+)*?BEGIN\b",
    re.I | re.S,
)
_PARAMETER = regex(r"\s*(?:(?:IN|OUT|INOUT)\s+)?[`\"]?(\w+)[`\"]?\s+\w", re.I)
_CALL = regex(r"\s*CALL\s+[`\"]?(\w+)[`\"]?\s*\((.*)\)\s*;?\s*$", re.I | re.S)
_CHANGE = regex(r"\b(?:INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM)\b.*", re.I | re.S)
_READ = regex(r"\bSELECT\b.*", re.I | re.S)
_INTO = regex(r"\bINTO\s+@?\w+", re.I)
_SHOWN = regex(r"SELECT\s+([^*()']+?)\s+FROM\b", re.I | re.S)
_FILES = (".sql", ".js", ".ts", ".cjs", ".mjs", ".py")


class Procedure(Struct, frozen=True):
    """A procedure: its parameters in order, and the statements of its body."""

    parameters: tuple[str, ...]
    statements: tuple[str, ...]


_KNOWN: WeakKeyDictionary[Program, dict[str, Procedure]] = WeakKeyDictionary()


def called(program: Program, text: str) -> str:
    """The statement that a `CALL` comes to, with what it is given in the places of the parameters: what the procedure changes, else
    what it reads. The text itself where it is no such call or the repository does not make the procedure."""
    match = _CALL.match(text)
    procedure = _procedures(program).get(match[1].lower()) if match is not None else None
    if match is None or procedure is None:
        return text
    statement = _main(procedure)
    given = [one.strip() for one in match[2].split(",")]
    for name, value in zip(procedure.parameters, given, strict=False):
        statement = re.sub(rf"(?<![\w.@`]){re.escape(name)}\b(?!\s*\.)", value.replace("\\", ""), statement)
    return statement or text


def _main(procedure: Procedure) -> str:
    changes = (_CHANGE.search(one) for one in procedure.statements)
    change = next((found for found in changes if found is not None), None)
    reads = [one for one in map(_READ.search, procedure.statements) if one and not _INTO.search(one.group())]
    if change is not None:
        # What it hands back is what it reads in the end.
        shown = _SHOWN.match(reads[-1].group()) if reads else None
        return f"{change.group()} RETURNING {shown[1] if shown is not None else 'changed'}"
    return reads[0].group() if reads else ""


def _procedures(program: Program) -> dict[str, Procedure]:
    """The procedures of a repository by their names in small letters: from its SQL files, and from statements that its code runs."""
    if program not in _KNOWN:
        _KNOWN[program] = {
            name: made
            for path in sorted(program.paths)
            if path.endswith(_FILES)
            for name, made in _in_text(program.text(path))
        }
    return _KNOWN[program]


def _in_text(text: str) -> list[tuple[str, Procedure]]:
    if "PROCEDURE" not in text and "procedure" not in text:
        return []
    found = []
    matches = list(_MADE.finditer(text))
    for number, match in enumerate(matches):
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        body = re.split(
            r"\bEND\s*(?:;|\$\$|//)?\s*(?:`|\$\$|//|DELIMITER)", text[match.end() : end], maxsplit=1
        )[0]
        names = [_PARAMETER.match(one) for one in re.sub(r"\([^()]*\)", "", match[2]).split(",")]
        parameters = tuple(one[1] for one in names if one is not None)
        found.append((match[1].lower(), Procedure(parameters, tuple(body.split(";")))))
    return found
