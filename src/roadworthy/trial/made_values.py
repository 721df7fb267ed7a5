"""Realistic values of columns, made one by one for databases that make none in bulk themselves."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

_FIRST = [
    "Ana",
    "Ben",
    "Chidi",
    "Dilan",
    "Elif",
    "Farid",
    "Grace",
    "Hiro",
    "Ines",
    "Jonas",
    "Kofi",
    "Lena",
    "Mei",
    "Nora",
]
_LAST = [
    "Okafor",
    "Silva",
    "Novak",
    "Haddad",
    "Larsen",
    "Kim",
    "Rossi",
    "Khan",
    "Meyer",
    "Dubois",
    "Ito",
    "Moreau",
    "Diaz",
]
_WORDS = [
    "fresh",
    "quiet",
    "green",
    "small",
    "daily",
    "early",
    "open",
    "warm",
    "plain",
    "round",
    "local",
    "bright",
    "second",
]
_THINGS = [
    "coffee",
    "basket",
    "garden",
    "letter",
    "journey",
    "kitchen",
    "market",
    "bridge",
    "window",
    "river",
    "lamp",
]
_COUNTRIES = ("DE", "FR", "US", "AE", "JP", "BR")
_CITIES = ("Lyon", "Graz", "Osaka", "Porto", "Leeds", "Dubai")
Maker = Callable[[int, int], str]


def _first(n: int) -> str:
    return _FIRST[n % len(_FIRST)]


def _last(n: int) -> str:
    return _LAST[n // len(_FIRST) % len(_LAST)]


def _phrase(n: int, column: int) -> str:
    return f"{_WORDS[(n + column) % len(_WORDS)]} {_THINGS[n // len(_WORDS) % len(_THINGS)]}"


def _digest(n: int) -> str:
    return hashlib.sha256(str(n).encode()).hexdigest()


# By the column's name; the second says whether no two rows have the same.
_FORMS: tuple[tuple[str, bool, Maker], ...] = (
    (r"e?mail", True, lambda n, _: f"{_first(n)}.{_last(n)}{n}@example.com".lower()),
    (r"(pass|hash|secret|token)", True, lambda n, _: _digest(n)),
    (r"(first|given)_?name", False, lambda n, _: _first(n)),
    (r"(last|family|sur)_?name", False, lambda n, _: _last(n)),
    (r"(user_?name|handle|login)", True, lambda n, _: f"{_first(n).lower()}_{n}"),
    (
        r"(full_?|display_?|author|customer_?)name|^author$|^name$",
        False,
        lambda n, _: f"{_first(n)} {_last(n)}",
    ),
    (r"phone|mobile", True, lambda n, _: f"+1415{n % 10_000_000:07d}"),
    (
        r"image|avatar|photo|cover|picture|url$|website",
        True,
        lambda n, _: f"https://images.example.com/{n}.jpg",
    ),
    (r"(zip|postal)", False, lambda n, _: f"{n % 100_000:05d}"),
    (r"country", False, lambda n, _: _COUNTRIES[n % 6]),
    (r"city", False, lambda n, _: _CITIES[n % 6]),
    (r"(^|_)ip(v4)?(_?(address|addr|number))?$", True, lambda n, _: f"198.51.{n // 250 % 250}.{1 + n % 250}"),
    (r"(address|street)", False, lambda n, _: f"{n % 200} {_last(n)} Street"),
    (r"currency", False, lambda n, _: "usd"),
    (r"slug", True, lambda n, c: f"{_phrase(n, c).replace(' ', '-')}-{n}"),
    (
        r"(description|body|content|text|comment|message|notes?|bio|summary)",
        True,
        lambda n, c: f"{_phrase(n, c)}, no. {n}. {'It was as good as we hoped. ' * (n % 6)}".strip(),
    ),
    (r"(isbn|barcode|ean)", True, lambda n, _: f"978{n:010d}"),
)


def text_value(name: str, n: int, column: int, unique: bool, longest: int | None = None) -> str:
    """Text for row `n` of a column, `column` its place in the table; the end of a unique one is what differs."""
    lower = name.lower()
    found = next((form for form in _FORMS if re.search(form[0], lower)), None)
    if found is None and re.search(r"(^id$|_id$|number|code|key|ref|sku)", lower):
        found = ("", True, lambda n, _: f"{re.sub(r'[^a-z]', '', lower)[:3] or 'no'}-{n:08d}")
    text = found[2](n, column) if found is not None else _phrase(n, column)
    if unique and (found is None or not found[1]):
        text = f"{text} {n}"
    if longest is None:
        return text
    return text[-longest:] if unique else text[:longest]


def bounds(check: str, low: float | None, high: float | None) -> tuple[float | None, float | None]:
    """The narrower of what is known and what a check says: Django checks `>= 0` of its own beside the app's `> 0`."""
    for operator, text in re.findall(r"([<>]=?) \(?'?(-?\d+(?:\.\d+)?)", check):
        value = float(text)
        if operator.startswith(">"):
            least = value + (operator == ">")
            low = least if low is None else max(low, least)
        else:
            most = value - (operator == "<")
            high = most if high is None else min(high, most)
    return low, high
