"""Values that a rule of a schema, or the name of a field, asks for."""

from __future__ import annotations

import re
from typing import Any

from roadworthy.frameworks.known_text import search
from roadworthy.proof.pattern_text import text_for
from roadworthy.regex import regex
from roadworthy.trial import people

# Samples by what a field is called; the first that matches decides. Values are plainly invented.
_SAMPLES: tuple[tuple[str, Any], ...] = (
    (r"e?mail", "visitor@example.com"),
    # Neither may hold a space anywhere.
    (r"user_?name|login_?name", "visitor_1"),
    (r"(^|_)slug$", "example-text"),
    (r"phone|mobile|tel$", "+15550100200"),
    (r"url|link|website|image|avatar|picture", "https://example.test/picture.png"),
    # As a form's own fields for a day and for an hour send it.
    (r"(?<!up)date$|(^|_)day$|birth|^dob$", "2030-01-15"),
    (r"^time$", "12:00"),
    (r"date|time|_at$|at$", "2030-01-15T12:00:00.000Z"),
    # Nobody is given one who does not ask for it.
    (r"^(?!.*(code|id|type)$).*(discount|rebate)", 0),
    (r"rating|stars|score", 4),
    (r"quantity|count(?!ry)|qty|seats|guests|number_of", 1),
    (r"price|amount|total|cost|subtotal|tax|balance|fee", 10),
    (r"zip|postal", "10115"),
    (r"country", "DE"),
    (r"currency", "usd"),
    (r"password", "Correct-Horse-7"),
    (r"(^|_)ip(v4)?(_?(address|addr|number))?$", "192.0.2.7"),
    (r"address|street", "1 Example Street"),
)  # fmt: skip


OBJECT_ID = "65f0d0000000000000000a11"
"""A key of MongoDB's kind that no row has."""
# What follows where the choices themselves are not known is the rule's next word. Of several a choice may have words of its own.
_NEXT = r"(?:optional|default|nullable|nullish|min|max|trim|pattern|strict|refine)"
_CHOICE = rf"(?:(?! {_NEXT}\b)[^|])+"
_OPTIONS = regex(rf"(?:enum|literal|Literal) (?!{_NEXT}\b)({_CHOICE}(?:\|{_CHOICE})+|[^ ]+)")
# A letter that most texts hold: a list that is searched shows something of what is there.
_SEARCHED = regex(r"^(q|query|search|keywords?|term|search_?(term|query|text|words?))$", re.I)
_PATTERN = regex(r"\bpattern (.+)$")
_MOMENT = regex(r"datetime|timestamp", re.I)


def sample(name: str, rule: str) -> Any:
    """A value for a field by its name and its rule or column type ('string min 1 max 80', 'varchar(20)', 'integer')."""
    written = _PATTERN.search(rule)
    usual = _usual(name, rule)
    if written is None or (isinstance(usual, str) and search(written.group(1), usual)):
        return usual
    matching = text_for(written.group(1))
    return usual if matching is None else matching


def agrees(rule: str, value: Any) -> bool:
    """Whether a rule may let a constant of the code through, so far as it says of which kind a value is."""
    options = _OPTIONS.search(rule)
    if options is not None:
        return str(value) in options.group(1).split("|")
    written = _PATTERN.search(rule)
    if written is not None and (not isinstance(value, str) or search(written.group(1), value) is False):
        return False
    kind = rule.partition(" ")[0]
    return not (kind == "string" and not isinstance(value, str)) and not (
        kind in ("number", "boolean", "array") and isinstance(value, str)
    )


def _usual(name: str, rule: str) -> Any:
    """The same, whatever pattern it must match."""
    options = _OPTIONS.search(rule)
    if options:
        return options.group(1).split("|")[0]
    kind = _kind(rule)
    last = name.split(".")[-1].lower()
    guess = next((value for pattern, value in _SAMPLES if re.search(pattern, last)), None)
    if kind == "number":
        return _within(guess if isinstance(guess, (int, float)) else 1, rule)
    if kind == "boolean":
        return True
    if kind == "date":
        return "2030-01-15T12:00:00.000Z" if _MOMENT.search(rule) else "2030-01-15"
    if kind == "list":
        return []
    if kind == "key":
        return OBJECT_ID
    if guess is None and kind in ("text", "") and _SEARCHED.match(last) and " min" not in f" {rule}":
        return "e"
    if kind == "text":
        return _sized(str(guess if guess is not None else "Example text"), rule)
    return guess if guess is not None else "Example text"


def _kind(rule: str) -> str:
    head = rule.lower()
    if head.partition(" ")[0].endswith("[]"):
        return "list"
    if re.search(r"\b(number|int|integer|bigint|smallint|numeric|decimal|real|double|float|finite)\b", head):
        return "number"
    if re.search(r"\bbool(ean)?\b", head):
        return "boolean"
    if re.search(r"\b(date|datetime|timestamp|timestamptz)\b", head):
        return "date"
    if re.search(r"\b(array|list)\b", head):
        return "list"
    if head == "objectid":
        return "key"
    return "text" if re.search(r"\b(string|str|text|varchar|char|email|uuid)\b|varchar\(", head) else ""


def _within(value: float, rule: str) -> float:
    low = re.search(r"\b(?:min|ge|gte|gt) (-?[\d.]+)", rule)
    high = re.search(r"\b(?:max|le|lte|lt) (-?[\d.]+)", rule)
    if low and value < float(low.group(1)):
        value = float(low.group(1)) + (1 if " gt " in f" {rule} " else 0)
    if high and value > float(high.group(1)):
        value = float(high.group(1))
    return int(value) if float(value).is_integer() else value


def _sized(text: str, rule: str) -> str:
    low = re.search(r"\b(?:min|min_length) (\d+)", rule)
    high = re.search(r"\b(?:max|max_length) (\d+)|varchar\((\d+)\)", rule)
    if low and len(text) < int(low.group(1)):
        text = (text + " ").ljust(int(low.group(1)), "x")
    limit = next((int(group) for group in high.groups() if group), len(text)) if high else len(text)
    return text[:limit]


def with_dial_code(fields: dict[str, Any]) -> dict[str, Any]:
    """A body's fields, with a telephone number in two parts where it is asked for so: what is dialled for the country, and the rest."""
    roles = people.with_dial_code({name: people.role_of(name) for name in fields})
    parts = {"dial_code": "+1", "national_phone": "5550100200"}
    made_up = {
        name: role
        for name, role in roles.items()
        if role in parts and str(fields[name]) == str(sample(name, ""))
    }
    return {**fields, **{name: parts[role] for name, role in made_up.items()}}
