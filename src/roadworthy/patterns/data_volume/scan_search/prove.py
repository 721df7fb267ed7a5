"""Explains the app's own search while the table grows, and again with an index for text."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import msgspec
import psycopg
from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.data_volume.scan_search.finding import SearchGap
from roadworthy.patterns.data_volume.scan_search.on_page import prove_on_page
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.asked_by import asked_by
from roadworthy.proof.body_places import put_value
from roadworthy.proof.experiment import database_of
from roadworthy.proof.growing_rows import GrowingRows, insisted, longest_list
from roadworthy.proof.own_statements import filled_in, forget_statements, settled_statements
from roadworthy.proof.page_text import said
from roadworthy.proof.plans import undone
from roadworthy.proof.repeats import send_past_limits
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Database, Trial
from roadworthy.trial.database import Ran
from roadworthy.views.data.searches import Search

_SIZES = (1_000, 10_000, 50_000)
_ENOUGH = 5_000
_PAGE = 20
# Letters that the rows made for trials do not hold, and others that nothing holds.
_RARE, _NOWHERE = "quokka", "zyxwvq"


class Asked(Struct, frozen=True):
    """The app's own statement with its values, at a number of rows, and what the database did for it."""

    rows: int
    sql: str
    ran: Ran


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Searches for a rare word at 1,000, 10,000 and 50,000 rows."""
    found: SearchGap = gap.details
    experiment = Experiment(trial, f"{gap.subject} finds text without reading the whole table")
    endpoint = asked_by(app, gap.subject, [one.query for one in found.searches])
    used = next((use for use in found.uses if use.lists), None)
    if not found.searches and used is not None and used.component is not None:
        return prove_on_page(experiment, app, trial, used)
    plain = endpoint is not None and endpoint.kind in ("http", "page") and endpoint.method == "GET"
    if not found.searches or endpoint is None or not (plain or endpoint.kind == "action"):
        return experiment.untestable("the search is not asked for with a plain GET or a server action")
    search = found.searches[0]
    if database_of(trial).kind != "postgres":
        return experiment.untestable("only Postgres tells the rows that a statement reads")
    request = _searching(app, trial, endpoint, search, _RARE)
    if request is None:
        return experiment.untestable("where the request says what to look for cannot be told")
    rows = GrowingRows(app, trial, endpoint, search.query, request)
    if not _works(experiment, rows, search, request):
        return experiment.untestable("the search does not find a row that holds the word")
    asked = [_ask(experiment, rows, search, request, size) for size in _SIZES]
    return _judge(experiment, rows, search, asked)


# --- the search --------------------------------------------------------------------------------------


def _searching(app: App, trial: Trial, endpoint: Endpoint, search: Search, word: str) -> ValidRequest | None:
    names = [
        leaf.path[-1]
        for item in search.query.filters
        if item.column in search.columns
        for leaf in item.value.sources()
        if leaf.kind in ("query", "parsed") and leaf.path
    ]
    if endpoint.kind == "action":
        return _calling(app, trial, endpoint, search, word)
    if not names:
        return None
    request = valid_request(app, trial, endpoint)
    path = request.path.split("?")[0]
    return msgspec.structs.replace(request, path=f"{path}?{names[0]}={quote(word)}")


def _calling(app: App, trial: Trial, endpoint: Endpoint, search: Search, word: str) -> ValidRequest | None:
    """The call of an action whose argument, or a field of it, holds the word; what else narrows the rows is left out."""
    leaves = [
        leaf
        for item in search.query.filters
        if item.column in search.columns
        for leaf in item.value.sources()
        if leaf.kind == "body" and leaf.path and "[]" not in leaf.path
    ]
    if not leaves:
        return None
    request = valid_request(app, trial, endpoint)
    body = insisted(endpoint, request.body)
    put_value(body, leaves[0].path, word)
    return msgspec.structs.replace(request, body=body)


def _instead(request: ValidRequest, word: str, other: str) -> ValidRequest:
    """The same request for another word."""
    body = _swapped(request.body, word, other)
    return msgspec.structs.replace(request, path=request.path.replace(word, other), body=body)


def _swapped(value: Any, word: str, other: str) -> Any:
    if isinstance(value, dict):
        return {name: _swapped(inner, word, other) for name, inner in value.items()}
    return other if value == word else value


def _works(experiment: Experiment, rows: GrowingRows, search: Search, request: ValidRequest) -> bool:
    """Whether it finds what is there and nothing for what is not."""
    column = search.columns[0]
    rows.database.fill(rows.table, 1, fixed={**rows.fixed, column: f"{_RARE} at dawn"})
    experiment.note("arrange", f"a row of {rows.table} has '{_RARE} at dawn' as its {column}")
    found = send_past_limits(experiment, request, "search-000001", f"{request.actor} searches for {_RARE}")
    other = _instead(request, _RARE, _NOWHERE)
    none = send_past_limits(experiment, other, "search-000002", f"{request.actor} searches for {_NOWHERE}")
    if "html" in found.headers.get("content-type", ""):
        return found.ok and none.ok and "at dawn" in said(found) and "at dawn" not in said(none)
    return found.ok and none.ok and longest_list(found.json()) >= 1 > longest_list(none.json())


def _ask(
    experiment: Experiment, rows: GrowingRows, search: Search, request: ValidRequest, size: int
) -> Asked:
    """Has the app search, and explains the statement that it made."""
    database = rows.database
    number = rows.grow(experiment, size)
    # As the server does by itself sooner or later: indexes of words keep what is new aside until then.
    database.query(f"VACUUM ANALYZE {database.quoted(rows.table)}")
    forget_statements(database)
    says = f"{request.actor} searches {number:,} rows"
    experiment.send(request.actor, request.method, request.path, says=says, json=request.body)
    sql = _own_statement(rows, search)
    return Asked(number, sql, _explained(experiment, rows.table, sql, database, "the app's own search"))


def _own_statement(rows: GrowingRows, search: Search) -> str:
    """The statement of the search that was just made: one that looks for text within text, or for words by an index of words.
    Raises TrialUnavailable where there is none."""
    for statement in settled_statements(rows.database):
        text = statement.query
        own = text.lower().startswith("select") and re.search(rf"\b{re.escape(rows.table)}\b", text)
        words = "tsquery(" in text
        if own and (words or re.search(r"like", text, re.I)) and search.columns[0] in text:
            pattern = _RARE if words else f"%{_RARE}%"
            sql = filled_in(text, rows.fixed, pattern, _dictionary(rows))
            if sql is None:
                raise TrialUnavailable("what the app's own statement asks for cannot be told")
            return sql
    raise TrialUnavailable("the app's own search did not reach the database")


def _dictionary(rows: GrowingRows) -> str:
    """The dictionary of the table's index of words; without one it does not matter which is asked with."""
    found = rows.database.query(
        "select indexdef from pg_indexes where tablename = %s and indexdef like '%%to_tsvector(%%'",
        (rows.table,),
    )
    named = re.search(r"to_tsvector\('(\w+)'", found[0]["indexdef"]) if found else None
    return named[1] if named else "simple"


def _explained(experiment: Experiment, table: str, sql: str, database: Database, says: str) -> Ran:
    ran = database.ran(table, sql)
    experiment.note(
        "observe",
        says,
        f"EXPLAIN ANALYZE {' '.join(sql.split())}",
        f"{ran.way}: {ran.read} rows read, {ran.returned} returned, {ran.milliseconds:.2f} ms",
    )
    return ran


# --- the outcome -------------------------------------------------------------------------------------


def _judge(experiment: Experiment, rows: GrowingRows, search: Search, asked: list[Asked]) -> Reproduction:
    first, last = asked[0], asked[-1]
    experiment.measure("rows read", last.ran.read, "rows", [(one.rows, one.ran.read) for one in asked])
    times = [(float(one.rows), one.ran.milliseconds) for one in asked]
    experiment.measure("time in the database", last.ran.milliseconds, "ms", times)
    if last.rows < _ENOUGH:
        return experiment.untestable(f"{rows.table} takes no more than {last.rows} rows, too few to tell")
    needed = max(last.ran.returned, _PAGE)
    reads = last.ran.read >= last.rows / 2 and last.ran.read > 5 * max(needed, first.ran.read)
    if not reads:
        return experiment.cleared(
            f"With {last.rows:,} rows in {rows.table} the search reads {last.ran.read:,} of them to find "
            f"{last.ran.returned} ({last.ran.way})"
        )
    indexed = _with_index(experiment, rows, search, last.sql)
    experiment.measure("rows read with the index", indexed.read, "rows")
    if indexed.read * 5 > last.ran.read:
        return experiment.untestable("an index for text would not change how the search reads here")
    return experiment.proven(
        f"With {last.rows:,} rows in {rows.table} the search reads {last.ran.read:,} of them to find "
        f"{last.ran.returned} ({last.ran.milliseconds:.1f} ms, {first.ran.milliseconds:.1f} ms with {first.rows:,}); "
        f"with an index for text it reads {indexed.read:,} ({indexed.milliseconds:.1f} ms)"
    )


def _with_index(experiment: Experiment, rows: GrowingRows, search: Search, sql: str) -> Ran:
    database = rows.database
    table = database.quoted(rows.table)
    with undone(database):
        try:
            database.query("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        except psycopg.Error as error:
            raise TrialUnavailable("this Postgres has no pg_trgm to compare with") from error
        # What it looks within of other tables has no index here.
        own = {column.name for column in database.columns(rows.table)}
        for number, column in enumerate(name for name in search.columns if name in own):
            index = f"CREATE INDEX roadworthy_probe_{number} ON {table} USING gin ({_searched(sql, column)} gin_trgm_ops)"
            database.query(index)
            experiment.note(
                "arrange", "an index is added, in a transaction that is rolled back afterwards", index
            )
        return _explained(experiment, rows.table, sql, database, "with the index")


def _searched(sql: str, column: str) -> str:
    """What the statement looks within, as an index takes it: the column, or the column folded to one case."""
    folded = re.search(
        rf'(upper|lower)\((?:"?\w+"?\.)*"?{re.escape(column)}"?(?:::text)?\) (?:i?like)', sql, re.I
    )
    return f'{folded[1]}("{column}"::text)' if folded else f'"{column}"'
