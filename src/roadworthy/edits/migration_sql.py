"""SQL as migration tools want it: one statement at a time."""

from __future__ import annotations

import re

from roadworthy.regex import regex

_PIECE = regex(
    r"""'(?:[^']|'')*'            # text
      | "(?:[^"]|"")*"            # a quoted name
      | \$(\w*)\$.*?\$\1\$        # a body between dollar signs
      | --[^\n]*                  # comments
      | /\*.*?\*/
      | ;
      | .""",
    re.DOTALL | re.VERBOSE,
)


def statements(sql: str) -> list[str]:
    """The statements of a script, without their semicolons; semicolons in text, names, bodies and comments stay."""
    found, current = [], ""
    for piece in _PIECE.finditer(sql):
        if piece[0] == ";":
            found.append(current.strip())
            current = ""
        else:
            current += piece[0]
    found.append(current.strip())
    return [statement for statement in found if _says_something(statement)]


def _says_something(statement: str) -> bool:
    return bool(re.sub(r"--[^\n]*|/\*.*?\*/", "", statement, flags=re.DOTALL).strip())


def outside_transaction(statement: str) -> bool:
    """Whether Postgres refuses a statement inside a transaction."""
    return bool(re.search(r"\bINDEX\s+CONCURRENTLY\b", statement, re.IGNORECASE))
