"""Turns what MySQL and SQLite write differently into what Postgres would say, as far as a schema needs it."""

from __future__ import annotations

import re

# From the manuals of MySQL 8 and SQLite 3: spellings that Postgres does not know and that change no meaning here.
_SPELLINGS = (
    (re.compile(r"`([^`]*)`"), r'"\1"'),
    (re.compile(r"\[(\w+)\]"), r'"\1"'),
    # `user` is a word of Postgres alone.
    (re.compile(r"\b((?:TABLE|EXISTS|REFERENCES|ON|INTO)\s+)(user)(?=\s*\()", re.I), r'\1"\2"'),
    # SQLite takes a name in single quotes where a name must stand.
    (re.compile(r"([(,]\s*)'([A-Za-z_][\w ]*)'(?=\s+[A-Za-z])"), r'\1"\2"'),
    (re.compile(r"\b(TINYINT\s*\(\s*1\s*\))", re.I), "BOOLEAN"),
    (re.compile(r"\b(?:TINY|SMALL|MEDIUM)INT(?:\s*\(\s*\d+\s*\))?", re.I), "SMALLINT"),
    (re.compile(r"\bBIGINT\s*\(\s*\d+\s*\)", re.I), "BIGINT"),
    (re.compile(r"\bINT(?:EGER)?\s*\(\s*\d+\s*\)", re.I), "INTEGER"),
    (re.compile(r"\b(?:TINY|MEDIUM|LONG)TEXT\b", re.I), "TEXT"),
    (re.compile(r"\b(?:TINY|MEDIUM|LONG)?BLOB\b", re.I), "BYTEA"),
    (re.compile(r"\bDATETIME(?:\s*\(\s*\d+\s*\))?", re.I), "TIMESTAMP"),
    (re.compile(r"\bDOUBLE\b(?!\s+PRECISION)", re.I), "DOUBLE PRECISION"),
    (re.compile(r"\bENUM\s*\([^)]*\)", re.I), "TEXT"),
    (re.compile(r"\b(?:UNSIGNED|ZEROFILL)\b", re.I), ""),
    (re.compile(r"\bAUTO_?INCREMENT\b(?:\s*=\s*\d+)?", re.I), ""),
    (re.compile(r"\bON\s+UPDATE\s+CURRENT_TIMESTAMP(?:\s*\(\s*\d*\s*\))?", re.I), ""),
    (re.compile(r"\bCURRENT_TIMESTAMP\s*\(\s*\d*\s*\)", re.I), "CURRENT_TIMESTAMP"),
    (re.compile(r"\b(?:CHARACTER\s+SET|CHARSET|COLLATE)\s*=?\s*\w+", re.I), ""),
    (re.compile(r"\bCOMMENT\s*=?\s*'(?:[^']|'')*'", re.I), ""),
    (re.compile(r"\bDEFAULT\s+\"(\w*)\"", re.I), r"DEFAULT '\1'"),
    (re.compile(r"\b(?:UNIQUE\s+)(?:KEY|INDEX)\s*(?:\"?\w+\"?)?\s*\(", re.I), "UNIQUE ("),
    (re.compile(r",\s*(?:FULLTEXT\s+)?(?:KEY|INDEX)\s+\"?\w*\"?\s*\([^()]*(?:\(\d+\)[^()]*)*\)", re.I), ""),
    (re.compile(r"\)\s*(?:(?:DEFAULT\s+)?ENGINE\s*=\s*\w+|DEFAULT|ROW_FORMAT\s*=\s*\w+|WITHOUT\s+ROWID|STRICT|\s)*\Z", re.I), ")"),
)  # fmt: skip


_MYSQL = re.compile(r"\bAUTO_INCREMENT\b|\bENGINE\s*=", re.I)
# MySQL keeps a TIMESTAMP as the same instant for whoever reads it, and a DATETIME as it was written.
_INSTANT = re.compile(r"\bTIMESTAMP\b(?:\s*\(\s*\d+\s*\))?(?!\s*WITH)", re.I)
_TABLE = re.compile(
    r"\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?((?:[`\"]?\w+[`\"]?\.)?[`\"]?\w+[`\"]?)", re.I
)
_KEY = re.compile(r",\s*(?:KEY|INDEX)\s+([`\"]?\w*[`\"]?)\s*\(((?:[^()]|\(\d+\))*)\)", re.I)


def as_postgres(text: str) -> str:
    """The statement as Postgres would take it; unchanged where nothing of another dialect is in it. Positions move. The keys
    that MySQL makes with a table follow as statements of their own."""
    if _MYSQL.search(text):
        text = _INSTANT.sub("TIMESTAMPTZ", text)
    table = _TABLE.search(text)
    keys = [] if table is None else [(name, listed) for name, listed in _KEY.findall(text)]
    made = _spelled(text)
    for name, listed in keys:
        columns = re.sub(r"\(\d+\)", "", listed)
        made += f";\nCREATE INDEX {name} ON {table[1] if table else ''} ({columns})".replace("`", '"')
    return made


def _spelled(text: str) -> str:
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    return text
