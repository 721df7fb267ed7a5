"""Shows that a query reads the whole table, more with every row, and that an index ends it."""

from __future__ import annotations

import contextlib
from typing import Any

from msgspec import Struct

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.data_volume.missing_index.finding import CompositeGap, IndexGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.asked_by import sound_request
from roadworthy.proof.experiment import command_of, database_of, sql_line, summary
from roadworthy.trial import Database, Request, Trial
from roadworthy.trial.database import Ran
from roadworthy.trial.refusals import REFUSED
from roadworthy.views.data.lookups import CONTAINED, ORDER, RANGE, Lookup
from roadworthy.views.people.access import ROLE, Access

# Rows at which the query is measured. The last is a year of a small shop; the plans do not change beyond it.
_SIZES = (1_000, 10_000, 50_000)
# As many parents as make an index worthwhile: with three users, reading a third of the table is no fault.
_PARENTS = 2_000
# Below this the table could not be filled enough to tell a scan from a look-up.
_ENOUGH = 5_000
_PAGE = 20
_OWN_TEXT = "one row's own text"


class Question(Struct, frozen=True):
    """The look-up as SQL, and what it is in words."""

    sql: str
    params: tuple[Any, ...]
    says: str


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Fills the table, asks what the app asks, and asks again with the index there."""
    if isinstance(gap.details, CompositeGap):
        asked = Experiment(trial, "Every question that the app asks has its index")
        return asked.untestable("a trial has no Firestore that could refuse the question")
    found: IndexGap = gap.details
    database = database_of(trial)
    experiment = Experiment(
        trial,
        f"Looking into {found.table} by {found.column} reads about the rows it returns, however many there are",
    )
    if found.table not in database.tables():
        return experiment.untestable(f"the running database has no table {found.table}")
    if found.uses and found.uses[0].kind == CONTAINED:
        return experiment.untestable("what a column of JSON holds is not asked for by the experiment")
    if any(one.name == found.column and one.type.endswith("[]") for one in database.columns(found.table)):
        return experiment.untestable("what a list in a column holds is not asked for by the experiment")
    if found.uses:
        _show_own_query(experiment, trial, app, found.uses[0])
    _fill_parents(database, app, found)
    curve: list[tuple[int, Ran]] = []
    question = None
    for size in [size for size in _SIZES if size <= database.most_rows]:
        rows = _grow(experiment, database, found.table, size)
        question = _question(database, found)
        curve.append((rows, _ask(experiment, database, found, question, f"with {rows:,} rows")))
    assert question is not None
    return _judge(experiment, database, found, question, curve)


def _judge(
    experiment: Experiment,
    database: Database,
    found: IndexGap,
    question: Question,
    curve: list[tuple[int, Ran]],
) -> Reproduction:
    rows, ran = curve[-1]
    experiment.measure("rows read", ran.read, "rows", [(n, one.read) for n, one in curve])
    experiment.measure(
        "time in the database", ran.milliseconds, "ms", [(n, o.milliseconds) for n, o in curve]
    )
    if rows < _ENOUGH:
        return experiment.untestable(f"{found.table} takes no more than {rows} rows, too few to tell")
    if ran.returned * 2 > rows:
        return experiment.untestable(
            f"{ran.returned:,} of {rows:,} rows of {found.table} are the ones that are looked for: how a few are found is not seen"
        )
    needed = max(ran.returned, _PAGE)
    # Half the table read for a handful of rows, and in step with its growth.
    scans = ran.read >= rows / 2 and ran.read > 5 * needed and ran.read > 5 * max(curve[0][1].read, 1)
    if not scans:
        return experiment.cleared(
            f"With {rows:,} rows in {found.table} it reads {ran.read:,} of them to return {ran.returned} ({ran.way})"
        )
    indexed = _with_index(experiment, database, found, question)
    experiment.measure("rows read with the index", indexed.read, "rows")
    if indexed.read * 5 > ran.read:
        return experiment.untestable(
            f"an index on {found.column} would not change how {found.table} is read here"
        )
    return experiment.proven(
        f"With {rows:,} rows in {found.table} the database reads {ran.read:,} of them to return {ran.returned} "
        f"({ran.milliseconds:.1f} ms, {curve[0][1].milliseconds:.1f} ms with {curve[0][0]:,}); with an index on "
        f"{', '.join(found.columns)} it reads {indexed.read:,} ({indexed.milliseconds:.1f} ms)"
    )


# --- the app's own query -----------------------------------------------------------------------------


def _show_own_query(experiment: Experiment, trial: Trial, app: App, use: Lookup) -> None:
    """Has the app run its query where a plain GET leads to it, and writes down what reached the database."""
    endpoint, database = use.endpoint, database_of(trial)
    if endpoint.method != "GET":
        return
    actor = "admin" if ROLE in Access(endpoint).anywhere() else "alice"
    if actor not in trial.actors:
        return
    path = _with(sound_request(app, trial, endpoint).path, _asked_for(use))
    database.clear_statements()
    answer = trial.send(actor, "GET", path)
    own = [s.query for s in database.statements() if f"{use.column}" in s.query and use.table in s.query]
    lists = [query for query in own if query.lower().startswith("select")]
    if not answer.ok or not lists:
        # A request that did not get as far shows nothing.
        return
    command = command_of(trial, Request(actor=actor, method="GET", path=path))
    experiment.note(
        "act", f"{actor} asks {endpoint.subject}, which makes the query", command, summary(answer)
    )
    experiment.note("observe", "what the app then asked the database", shows=lists[0])


def _with(path: str, parameter: str) -> str:
    """The path with one more parameter, where it does not have it already."""
    if not parameter or f"{parameter.split('=')[0]}=" in path:
        return path
    return f"{path}{'&' if '?' in path else '?'}{parameter}"


def _asked_for(use: Lookup) -> str:
    """`category=x` where the filter applies only when the client asks for it."""
    for item in use.query.filters:
        for leaf in item.value.sources() if item.column == use.column else ():
            if leaf.kind == "query" and leaf.path:
                return f"{leaf.path[-1]}=example"
    return ""


# --- rows --------------------------------------------------------------------------------------------


def _fill_parents(database: Database, app: App, found: IndexGap) -> None:
    table = app.table(found.table)
    wanted = {c.references.table for c in table.columns if c.references is not None} if table else set()
    for parent in sorted(wanted & set(database.tables()) - {found.table}):
        missing = _PARENTS - database.count(parent)
        if missing > 0:
            database.fill(parent, missing)


def _grow(experiment: Experiment, database: Database, table: str, size: int) -> int:
    missing = size - database.count(table)
    if missing > 0:
        database.fill(table, missing)
    rows = database.count(table)
    experiment.note("arrange", f"{table} is filled to {rows:,} rows")
    return rows


# --- the question ------------------------------------------------------------------------------------


def _question(database: Database, found: IndexGap) -> Question:
    table, column = database.quoted(found.table), f'"{found.column}"'
    use = found.uses[0] if found.uses else None
    if use is not None and use.kind == ORDER:
        return _first_page(table, column, use)
    if use is not None and use.kind == RANGE:
        return _range(database, table, column, use)
    value = _rare_value(database, found)
    order = _order(database, use) if use is not None else ""
    limit = f" LIMIT {_PAGE}" if use is not None and use.query.limit is not None else ""
    sql = f"SELECT * FROM {table} WHERE {column} = %s{order}{limit}"
    says = f"the rows of {found.table} whose {found.column} is {value}"
    if use is None:
        says += f", as it does when row {value} of {found.parent[0]} is deleted"
    return Question(sql, (value,), says)


def _order(database: Database, use: Lookup) -> str:
    """As the query sorts, where it sorts by columns of its own table and not of one that it joins."""
    own = {column.name for column in database.columns(use.table)}
    if not use.query.order or not {name for name, _ in use.query.order} <= own:
        return ""
    return " ORDER BY " + ", ".join(f'"{name}"{" DESC" if down else ""}' for name, down in use.query.order)


def _first_page(table: str, column: str, use: Lookup) -> Question:
    down = " DESC" if use.query.order[0][1] else ""
    further = "".join(f', "{name}"{down}' for name in use.order)
    sql = f"SELECT * FROM {table} ORDER BY {column}{down}{further} LIMIT {_PAGE}"
    return Question(sql, (), f"the first {_PAGE} rows by {use.column}")


def _range(database: Database, table: str, column: str, use: Lookup) -> Question:
    """The hundredth part at the end that the query looks at."""
    operators = {f.operator for f in use.query.filters if f.column == use.column}
    upwards = bool(operators & {">", ">="})
    order, operator = ("DESC", ">=") if upwards else ("ASC", "<=")
    offset = database.count(use.table) // 100
    rows = database.query(
        f"SELECT {column} AS value FROM {table} WHERE {column} IS NOT NULL ORDER BY {column} {order} LIMIT 1 OFFSET %s",
        (offset,),
    )
    if not rows:
        raise TrialUnavailable(f"{use.table}.{use.column} holds no values")
    value = rows[0]["value"]
    sql = f"SELECT * FROM {table} WHERE {column} {operator} %s"
    return Question(sql, (value,), f"the rows of {use.table} since {value}")


def _rare_value(database: Database, found: IndexGap) -> Any:
    """A parent that has no rows yet, as every newcomer; without parents the rarest value there is."""
    parent, key = found.parent
    if parent in database.tables():
        database.fill(parent, 1)
        newcomer = database.childless(parent, key, found.table, found.column)
        if newcomer is not None:
            return newcomer
    value = database.rarest(found.table, found.column)
    if value is None:
        raise TrialUnavailable(f"{found.table}.{found.column} holds no values")
    return _own_text(database, found) if value == "" else value


def _own_text(database: Database, found: IndexGap) -> str:
    """A text that one row alone has, where the database's default of an empty one stands in all; what that default is where no other
    is taken."""
    text = f"{_OWN_TEXT} {database.count(found.table)}"
    with contextlib.suppress(*REFUSED):
        if database.fill(found.table, 1, fixed={found.column: text}):
            return text
    return ""


# --- asking ------------------------------------------------------------------------------------------


def _ask(experiment: Experiment, database: Database, found: IndexGap, question: Question, when: str) -> Ran:
    ran = database.ran(found.table, question.sql, question.params)
    experiment.note(
        "observe",
        f"{when}, the database looks for {question.says}",
        database.explained(question.sql, question.params) or _command(question),
        f"{ran.way}: {ran.read} rows read, {ran.returned} returned, {ran.milliseconds:.2f} ms",
    )
    return ran


def _command(question: Question) -> str:
    return "EXPLAIN ANALYZE " + sql_line(question.sql, question.params)


def _with_index(experiment: Experiment, database: Database, found: IndexGap, question: Question) -> Ran:
    with database.with_index(found.table, found.columns) as index:
        experiment.note("arrange", "an index is added, which is taken away afterwards", index)
        return _ask(experiment, database, found, question, "with the index")
