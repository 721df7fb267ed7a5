"""What the doubles of public data services answer: books and exchange rates, plainly invented."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from roadworthy.trial.behaviour import DoubleRequest

Answer = tuple[int, Any]
_RATES = {"EUR": 1.17, "USD": 1.32, "JPY": 196.5, "CHF": 1.09, "GBP": 1.0}


def open_library(request: DoubleRequest) -> Answer:
    """openlibrary.org/dev/docs/api/books: every book that is asked for is known."""
    parts = urlsplit(request.path)
    if parts.path != "/api/books":
        return 200, {"numFound": 0, "docs": []}
    keys = [key for value in parse_qs(parts.query).get("bibkeys", []) for key in value.split(",")]
    return 200, {key: _book(key) for key in keys}


def _book(key: str) -> dict[str, Any]:
    return {
        "url": "https://openlibrary.org/books/OL1M/Trial",
        "title": f"Trial book {key}",
        "authors": [{"name": "T. Rial", "url": "https://openlibrary.org/authors/OL1A/T_Rial"}],
        "publish_date": "2001",
        "cover": {
            size: f"https://covers.openlibrary.org/b/id/1-{size[0].upper()}.jpg"
            for size in ("small", "medium")
        },
    }


def exchange_rates(request: DoubleRequest) -> Answer:
    """frankfurter.dev/docs: `/v1/latest?base=GBP&symbols=EUR,USD`."""
    asked = parse_qs(urlsplit(request.path).query)
    base = (asked.get("base") or asked.get("from") or ["EUR"])[0]
    wanted = (asked.get("symbols") or asked.get("to") or [""])[0].split(",")
    rates = {
        name: rate for name, rate in _RATES.items() if name != base and (wanted == [""] or name in wanted)
    }
    return 200, {"amount": 1.0, "base": base, "date": "2030-01-15", "rates": rates}
