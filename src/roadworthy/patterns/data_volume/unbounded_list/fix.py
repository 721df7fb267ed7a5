"""Gives the list pages, with a cap that clients cannot lift."""

from __future__ import annotations

import posixpath

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.edits import Brief, Change, Edits, NewFile, Review, drizzle_page, express, sqlalchemy_page
from roadworthy.edits.source import free_path
from roadworthy.edits.template import fill
from roadworthy.errors import RepairRefused
from roadworthy.patterns.data_volume.unbounded_list.finding import ListGap
from roadworthy.views.data.open_lists import OpenList, list_uses

# What is worked out of all rows would be worked out of the first page.
_WHOLE = {"sum", "count", "group", "search", "filter", "find"}


def fix(gap: Gap, app: App) -> Edits | Brief:
    """`limit` and `offset` parameters, 100 rows at most; a limit that the client names is capped."""
    found: ListGap = gap.details
    one, endpoint = found.lists[0], app.endpoint(gap.subject)
    needed = _needed_whole(app, found)
    if endpoint is None or endpoint.kind != "http" or len(found.lists) > 1 or needed:
        return _brief(gap, needed or "what reads the list has to be changed with it")
    try:
        changes, files = _edits(app, endpoint, one)
    except (RepairRefused, LookupError) as error:
        return _brief(gap, str(error))
    uncapped = one.growth.uncapped
    title = f"Cap the {one.query.table} of one answer" if uncapped else f"Answer {one.query.table} in pages"
    return Edits(
        title=title,
        why=_why(gap, uncapped),
        review=Review.GLANCE if uncapped else Review.THINK,
        changes=tuple(changes),
        files=tuple(files),
        notes=()
        if uncapped
        else ("A page that is to show more than the first 100 asks again with ?offset=100 (and so on).",),
    )


def _why(gap: Gap, uncapped: bool) -> str:
    if uncapped:
        return f"{gap.message}. Whoever asks for more now gets as many as the cap allows."
    return (
        f"{gap.message}. It now answers 100 rows at most, and ?limit= and ?offset= choose which; a client that says "
        "nothing gets the first 100, in the order it always had."
    )


def _edits(app: App, endpoint: Endpoint, one: OpenList) -> tuple[list[Change], list[NewFile]]:
    query = one.query
    drizzle = query.library == "drizzle" and endpoint.framework == "express"
    if one.growth.uncapped:
        return (drizzle_page if drizzle else sqlalchemy_page).cap_limit(app, query), []
    if drizzle:
        text = express.in_language(app, fill(__package__, "paging.ts"))
        path = free_path(
            app, posixpath.join(express.server_folder(app), f"paging{express.ending(app)}"), text
        )
        return drizzle_page.page_list(app, endpoint, query, path), [NewFile(path, text)]
    if query.library.startswith("sqlalchemy") and endpoint.framework == "fastapi":
        return sqlalchemy_page.page_list(app, endpoint, query), []
    raise RepairRefused("this stack has no builder for pages", where=str(query.location))


def _needed_whole(app: App, found: ListGap) -> str:
    """Where all rows are needed for something other than showing them; '' where they are not."""
    places = {one.query.location for one in found.lists}
    for use in list_uses(app):
        lists = {one.query.location for one in use.lists}
        if places & lists and use.handling.kind in _WHOLE:
            return f"all rows are needed at {use.handling.location} ({use.handling.kind})"
    return ""


def _brief(gap: Gap, reason: str) -> Brief:
    found: ListGap = gap.details
    table = found.lists[0].query.table
    return Brief(
        title=f"Answer {table} in pages"[:72],
        task=f"{gap.message}. Give {gap.subject} a limit with a cap (100) and an offset or cursor; by hand, because {reason}.",
        constraints=(
            "Clients that send no limit keep working and get the first page.",
            "What counts, adds up or searches in all rows asks the server for it.",
        ),
        acceptance=(f"With 20,000 rows of {table} the answer is no larger than with 1,000.",),
    )
