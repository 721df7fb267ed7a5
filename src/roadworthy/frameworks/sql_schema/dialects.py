"""Turns what MySQL and SQLite write differently into what Postgres would say, as far as a schema needs it."""

from __future__ import annotations

import re

from roadworthy.regex import regex

# From the manuals of MySQL 8 and SQLite 3: spellings that Postgres does not know and that change no meaning here.
_SPELLINGS = (
    (regex(r"`([^`]*)`"), r'"\1"'),
    (regex(r"\[(\w+)\]"), r'"\1"'),
    # `user` is a word of Postgres alone.
    (regex(r"\b((?:TABLE|EXISTS|REFERENCES|ON|INTO)\s+)(user)(?=\s*\()", re.I), r'\1"\2"'),
    # SQLite takes a name in single quotes where a name must stand.
    (regex(r"([(,]\s*)'([A-Za-z_][\w ]*)'(?=\s+[A-Za-z])"), r'\1"\2"'),
    (regex(r"\b(TINYINT\s*\(\s*1\s*\))", re.I), "BOOLEAN"),
    (regex(r"\b(?:TINY|SMALL|MEDIUM)INT(?:\s*\(\s*\d+\s*\))?", re.I), "SMALLINT"),
    (regex(r"\bBIGINT\s*\(\s*\d+\s*\)", re.I), "BIGINT"),
    (regex(r"\bINT(?:EGER)?\s*\(\s*\d+\s*\)", re.I), "INTEGER"),
    (regex(r"\b(?:TINY|MEDIUM|LONG)TEXT\b", re.I), "TEXT"),
    (regex(r"\b(?:TINY|MEDIUM|LONG)?BLOB\b", re.I), "BYTEA"),
    (regex(r"\bDATETIME(?:\s*\(\s*\d+\s*\))?", re.I), "TIMESTAMP"),
    (regex(r"\bDOUBLE\b(?!\s+PRECISION)", re.I), "DOUBLE PRECISION"),
    (regex(r"\b(?:UNSIGNED|ZEROFILL)\b", re.I), ""),
    (regex(r"\bAUTO_?INCREMENT\b(?:\s*=\s*\d+)?", re.I), ""),
    (regex(r"\bON\s+UPDATE\s+CURRENT_TIMESTAMP(?:\s*\(\s*\d*\s*\))?", re.I), ""),
    (regex(r"\bCURRENT_TIMESTAMP\s*\(\s*\d*\s*\)", re.I), "CURRENT_TIMESTAMP"),
    (regex(r"\b(?:CHARACTER\s+SET|CHARSET|COLLATE)\s*=?\s*\w+", re.I), ""),
    (regex(r"\bCOMMENT\s*=?\s*'(?:[^']|'')*'", re.I), ""),
    (regex(r"\bDEFAULT\s+\"(\w*)\"", re.I), r"DEFAULT '\1'"),
    (regex(r"\b(?:UNIQUE\s+)(?:KEY|INDEX)\s*(?:\"?\w+\"?)?\s*\(", re.I), "UNIQUE ("),
    (regex(r",\s*(?:FULLTEXT\s+)?(?:KEY|INDEX)\s+\"?\w*\"?\s*\([^()]*(?:\(\d+\)[^()]*)*\)", re.I), ""),
    (regex(r"\)\s*(?:(?:DEFAULT\s+)?ENGINE\s*=\s*\w+|DEFAULT|ROW_FORMAT\s*=\s*\w+|WITHOUT\s+ROWID|STRICT|\s)*\Z", re.I), ")"),
)  # fmt: skip

# `role ENUM('buyer', 'seller')`: MySQL takes no other text (dev.mysql.com/doc/refman/8.0/en/enum.html). Postgres' own
# `CREATE TYPE role AS ENUM` has no column before it.
_ENUM = regex(r"([`\"]?\b(?!AS\b)\w+[`\"]?)\s+ENUM\s*\(([^)]*)\)", re.I)
_TABLE_CHANGES = regex(r"\s*(?:CREATE|ALTER)\s+TABLE\b", re.I)
_MYSQL = regex(r"\bAUTO_INCREMENT\b|\bENGINE\s*=", re.I)
# MySQL keeps a TIMESTAMP as the same instant for whoever reads it, and a DATETIME as it was written.
_INSTANT = regex(r"\bTIMESTAMP\b(?:\s*\(\s*\d+\s*\))?(?!\s*WITH)", re.I)
_TABLE = regex(r"\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?((?:[`\"]?\w+[`\"]?\.)?[`\"]?\w+[`\"]?)", re.I)
_KEY = regex(r",\s*(?:KEY|INDEX)\s+([`\"]?\w*[`\"]?)\s*\(((?:[^()]|\(\d+\))*)\)", re.I)


def misread(text: str) -> bool:
    """Whether Postgres' grammar would take what MySQL alone means: to it `role ENUM('a')` is a type of that name."""
    return _TABLE_CHANGES.match(text) is not None and _ENUM.search(text) is not None


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
    text = _ENUM.sub(_one_of, text)
    for pattern, replacement in _SPELLINGS:
        text = pattern.sub(replacement, text)
    return text


def _one_of(column: re.Match[str]) -> str:
    words = column[2].replace('"', "'")
    return f"{column[1]} TEXT CHECK ({column[1]} IN ({words}))"
