"""What is done with rows in the application and belongs there: a podium beside the whole list, an order that no column has."""

from __future__ import annotations

import re

from roadworthy.app import App, Location
from roadworthy.regex import regex
from roadworthy.views.code.enclosing import function_around
from roadworthy.views.data.open_lists import ListUse


def shown_whole(app: App, place: Location) -> bool:
    """Whether the list of which a few are taken (a podium) is also shown from beginning to end."""
    source = app.read(place.path)
    taken = re.match(rb"(\w+)\s*\.slice\(", source[place.start : place.end])
    begin, end = function_around(app, place)
    shown = rb"(?<![\w.])" + taken[1] + rb"\s*\.map\(" if taken is not None else b""
    return taken is not None and re.search(shown, source[begin:end]) is not None


def in_batches(app: App, place: Location) -> bool:
    """Whether the part that is taken is one batch of all: `for (let i = 0; i < rows.length; i += SIZE) rows.slice(i, i + SIZE)`."""
    source = app.read(place.path)
    taken = re.match(rb"(\w+)\s*\.slice\(\s*(\w+)\s*,\s*(\w+)\s*\+", source[place.start : place.end])
    if taken is None or taken[2] != taken[3]:
        return False
    turned = (
        rb"for\s*\([^;]*\b" + taken[2] + rb"\b[^;]*;\s*" + taken[2] + rb"\s*<\s*" + taken[1] + rb"\.length"
    )
    begin, end = function_around(app, place)
    return re.search(turned, source[begin:end]) is not None


def kept_for_all(app: App, use: ListUse) -> bool:
    """Whether a page counts what the provider of a context fetched: others read it from there too."""
    providers = {one.location.path for one in app.components if one.name.endswith("Provider")}
    works = (
        work for work in app.works if use.component is not None and work.location == use.component.location
    )
    return any(
        fetch.flow.order in use.handling.rows
        and fetch.location.path in providers
        and fetch.location.path != work.location.path
        for work in works
        for fetch in work.fetches
    )


# `[...new Set(rows.map(...))]`, `len({row.name for row in rows})`, `sorted(set(row.name for row in rows))`.
_LISTED = regex(rb"(Array\.from\(|\[\s*\.\.\.|\b(len|list|sorted)\(\s*)\s*$")
_VALUES_OF = regex(
    rb"new Set(?:<[^>]*>)?\(\s*(\w+)\b[^=]*?\.map\(|^(?:set\()?[\[{(]?[^()]*?\bin\s+(\w+)\s*[\])}]"
)


def read_for_values(app: App, place: Location) -> bool:
    """Whether rows were read for the different values of a column alone: these become a list of their own, and the rows are named
    nowhere else. A set that is only asked for a key is a way to look things up."""
    source = app.read(place.path)
    before, after = source[max(0, place.start - 40) : place.start], source[place.end : place.end + 8]
    listed = _LISTED.search(before) or re.match(rb"\)?\s*\.size\b", after)
    rows = _VALUES_OF.search(source[place.start : place.end])
    if listed is None or rows is None:
        return False
    begin, end = function_around(app, place)
    name = rows[1] or rows[2]
    # The table may be named like the rows: `SELECT ... FROM events`.
    named = rb"(?i)(?<!from )(?<!join )\b" + name + rb"\b"
    return len(re.findall(named, source[begin:end])) == 2


def looked_up(app: App, place: Location) -> bool:
    """Whether a table of rows by their key is only asked for single ones, and is never gone through or handed on."""
    source = app.read(place.path)
    begin, end = function_around(app, place)
    kept = re.search(rb"(\w+)\s*(?::[^=;\n]+)?=\s*(?:new\s*)?$", source[begin : place.start])
    if kept is None:
        return False
    rest = source[place.end : end]
    named = len(re.findall(rb"\b" + kept[1] + rb"\b", rest))
    asked = len(re.findall(rb"\b" + kept[1] + rb"(\.get\(|\.has\(|\[)", rest))
    return 0 < asked == named


# A rank that the code gives to values, and lists of several sources that become one.
_RANKED = regex(r"""[!=]==?\s*["'`]|["'`]\s*[!=]==?|\.indexOf\(|\.index\(|\w\[\w+(\.\w+)+\]""")
_MERGED = regex(r"\[\s*\.\.\.[^;]*?,\s*\.\.\.", re.S)


def own_order(app: App, place: Location) -> bool:
    """Whether the order is one that a column does not have: a rank of states, or a line of several tables' rows."""
    text = app.source(place).decode(errors="replace")
    before, _, after = text.partition("ort(")
    return bool(_MERGED.match(before) or _RANKED.search(after))


def counts_turns(app: App, place: Location) -> bool:
    """Whether the list that is counted is gone through by number: `for (let i = 0; i < rows.length; i++)`."""
    source = app.read(place.path)
    counted = re.match(rb"(\w+)\.length", source[place.start : place.end])
    begin, end = function_around(app, place)
    turned = rb"for\s*\([^;]*;[^;]*<\s*" + counted[1] + rb"\.length" if counted is not None else b""
    return counted is not None and re.search(turned, source[begin:end]) is not None
