"""What an answer shows of what went into it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from roadworthy.app import Origin
from roadworthy.regex import regex

# What these make of rows tells how many there are or whether there is any, not what is in them.
_TELLS_LITTLE = {".length", "count", "len", "Boolean", "bool", "not", "==", "!=", "<", "<=", ">", ">=", "some", "every", "includes",
                 "any", "all", "has"}  # fmt: skip
# A digest shows nothing of what was digested (an address, as picture services are asked with it), and another server's answer nothing
# of what it was asked with.
_HIDES = regex(
    r"(hex)?digest(\(\))?$|createHash|(^|\.)(md5|sha\d+)(\(\))?$|^(requests|httpx|aiohttp|urllib|fetch|axios|got|ky|undici|superagent|boto3)\b.*\(\)",
    re.I,
)


def shown_in(origin: Origin) -> Iterator[Origin]:
    """The values that whoever gets an answer sees of it."""
    if origin.kind != "computed":
        yield from origin.leaves()
    elif not (origin.operation in _TELLS_LITTLE or _HIDES.search(origin.operation) or _is_sum(origin)):
        # What a list was made into is told, not what it was made of.
        made = origin.inputs[-1:] if origin.operation in ("map", "elements") else origin.inputs
        if _ASKS.search(origin.operation):
            made = tuple(map(_without_keys, made))
        for inner in (*made, *(field for _, field in origin.fields)):
            yield from shown_in(inner)


# A method of a client that was made right there (`openai().chat.completions.create()`) ...
_ASKS = regex(r"^[\w@/-]+\(\)\.")
# ... and what it was made with so that it is let in.
_LETS_IN = regex(
    r"^(api_?|access_?|secret_?)*(key|token|password|secret)(_?id)?$|^(base_?url|endpoint|organi[sz]ation)$",
    re.I,
)


def _without_keys(origin: Origin) -> Origin:
    fields = tuple((name, value) for name, value in origin.fields if not _LETS_IN.match(name))
    return msgspec.structs.replace(origin, fields=fields) if len(fields) < len(origin.fields) else origin


def _is_sum(origin: Origin) -> bool:
    """`rows.reduce((sum, row) => sum + row.views, 0)`: what all of them come to."""
    return (
        origin.operation == "reduce"
        and bool(origin.inputs)
        and origin.inputs[-1].kind == "computed"
        and origin.inputs[-1].operation in ("+", "-")
    )
