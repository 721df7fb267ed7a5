"""What a gap says of the rows that are fetched and of what is done with them."""

from __future__ import annotations

from roadworthy.views.data.open_lists import ListUse

WORDS = {"filter": "filters", "sort": "sorts", "sum": "adds up", "group": "counts by kind", "slice": "takes a few of",
         "count": "counts", "exists": "looks whether there are any of", "find": "looks through",
         "keyed": "looks up single ones of", "end": "takes one end of", "among": "looks for one key among",
         "join": "hands the keys of", "distinct": "picks the different values of"}  # fmt: skip


def done_with(found: list[ListUse]) -> str:
    """`filters and sorts them in the browser`."""
    words = list(dict.fromkeys(WORDS[use.handling.kind] for use in found))
    if words == [WORDS["join"]]:
        return "hands their keys to the next query"
    where = "in the browser" if found[0].side == "client" else "in the application"
    return f"{_listed(words)} them {where}"


def tables_of(found: list[ListUse]) -> str:
    """The tables whose rows are fetched, three at most."""
    names = list(dict.fromkeys(one.query.table or "rows" for use in found for one in use.lists))
    return " and ".join(names[:3])


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def evidence_of(found: list[ListUse]) -> list[str]:
    """What is done at each place, eight at most."""
    return [
        f"{WORDS[use.handling.kind]} the rows of {tables_of([use])} at {use.handling.location}"
        if use.handling.kind != "join"
        else f"hands the keys of all rows of {tables_of([use])} to the query at {use.handling.location}"
        for use in found[:8]
    ]
