"""Tables of a Supabase project, and columns of its tables, that no SQL file makes: laid out for a trial as the generated types describe
them, or as the app asks for them, and said in what rests on them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from roadworthy.app import App, Column, Origin, Query, Table
from roadworthy.catalogue import Gap
from roadworthy.proof.reproduction import Reproduction, Step
from roadworthy.regex import regex
from roadworthy.trial import Trial
from roadworthy.trial.supabase.stated_tables import StatedColumn, StatedKey, StatedTable, told
from roadworthy.views.people.people import owner_of, users_table

# What the database itself has against it (keys, checks, policies, indexes) decides here, and is not known of such a table.
_DECIDED_BY_TABLE = frozenset(
    {
        "double-submit",
        "lost-update",
        "missing-constraint",
        "missing-index",
        "unlimited-requests",
        "unvalidated-input",
    }
)
_PLAIN = regex(r"[a-z_]\w*", re.I)
# The editor of the service's own site proposes both for every new table.
_PROPOSED = (StatedColumn("id", "text", False, True, True), StatedColumn("created_at", "text", False, True))
_MEANINGS = (
    (regex(r"^(is|has|can|should)_|_(enabled|active|completed|verified)$", re.I), "boolean"),
    (
        regex(r"(count|size|amount|price|total|quantity|bytes|score|rating|balance|cost)(_|$)", re.I),
        "numeric",
    ),
    (regex(r"^(metadata|details|settings|data|config|options|payload|preferences)$", re.I), "jsonb"),
)


def stated_tables(app: App) -> tuple[StatedTable, ...]:
    """Those that the repository tells something of and does not make."""
    return tuple(
        _stated(app, table) if _is_listed(table) else _asked(app, table)
        for table in app.tables
        if table.partial and table.columns
    ) + _widened(app)


def _widened(app: App) -> tuple[StatedTable, ...]:
    """Tables that a file makes, with the columns that the app asks for and the file does not name: somebody added them by hand."""
    asked: dict[str, dict[str, Column]] = {}
    for query in [query for work in app.works for query in work.queries if query.rights]:
        table = app.table(query.table)
        if table is None or table.partial or not table.columns:
            continue
        for name in _columns_asked(query):
            if table.column(name) is None:
                lacking = Column(name, name, "unknown", query.location)
                asked.setdefault(table.name, {}).setdefault(name, lacking)
    return tuple(_with(app, name, list(columns.values())) for name, columns in asked.items())


def _with(app: App, name: str, lacking: Sequence[Column]) -> StatedTable:
    table = next(table for table in app.tables if table.name == name)
    columns = tuple(_guessed(app, table, column) for column in lacking)
    return StatedTable(name, columns, path=lacking[0].location.path, guessed=True, widens=True)


def _columns_asked(query: Query) -> list[str]:
    """Those of the query's own table, by their names alone: what is counted, renamed or brought along is another's."""
    filters = [one.column for one in query.filters if one.table in ("", query.table)]
    names = [*query.columns, *filters, *(write.column for write in query.writes)]
    return [name for name in dict.fromkeys(names) if _PLAIN.fullmatch(name)]


def _is_listed(table: Table) -> bool:
    return table.location.path.endswith(".ts") and all(c.type != "unknown" for c in table.columns)


def _stated(app: App, table: Table) -> StatedTable:
    columns = tuple(_column(column) for column in table.columns)
    return StatedTable(table.name, columns, _owner(app, table), table.location.path)


def _asked(app: App, table: Table) -> StatedTable:
    """As the app's own requests name its columns; what these hold is told from what they are called."""
    names = [column.name for column in table.columns]
    columns = [
        _guessed(app, table, column) for column in table.columns if column.name not in ("id", "created_at")
    ]
    proposed = [one for one in _PROPOSED if one.name in names or not table.primary_key]
    return StatedTable(
        table.name, (*proposed, *columns), _owner(app, table), table.location.path, guessed=True
    )


def _guessed(app: App, table: Table, column: Column) -> StatedColumn:
    if column.type != "unknown":
        return msgspec.structs.replace(_column(column), nullable=True, given=False)
    stem = column.name.removesuffix("_id")
    if stem != column.name:
        named = {stem, f"{stem}s", f"{stem}es", f"{stem.removesuffix('y')}ies"}
        above = next((one.name for one in app.tables if one.name in named and one.name != table.name), "")
        return StatedColumn(
            column.name, "text" if above else "uuid", references=(StatedKey(above, "id"),) if above else ()
        )
    kind = next((kind for pattern, kind in _MEANINGS if pattern.search(column.name)), "text")
    return StatedColumn(column.name, kind)


def _owner(app: App, table: Table) -> str:
    people, owner = users_table(app), owner_of(app, table.name)
    if people is not None and people.name == table.name:
        return "user_id" if table.column("user_id") is not None else "id"
    if owner is not None:
        return "" if owner.through else owner.column
    return _key_of_asker(app, table)


def _key_of_asker(app: App, table: Table) -> str:
    """The primary key that is the account's own: rows are looked for or added by the key of whoever asks."""
    if len(table.primary_key) != 1:
        return ""
    key = table.primary_key[0]
    asked = [query for work in app.works for query in work.queries if query.table == table.name]
    sought = (one.value for query in asked for one in query.filters if one.column == key)
    added = (one.value for query in asked for one in query.writes if one.column == key)
    return key if any(map(_is_asker, (*sought, *added))) else ""


def _is_asker(value: Origin) -> bool:
    return value.kind == "session" and value.path[-1:] in (("id",), ("sub",))


def _column(column: Column) -> StatedColumn:
    lead = column.references
    targets = (lead, *lead.beside) if lead is not None else ()
    return StatedColumn(
        column.name,
        column.type,
        column.nullable,
        bool(column.default),
        column.primary,
        column.unique,
        tuple(StatedKey(one.table, one.column, one.name) for one in targets),
        column.values,
    )


def is_laid_out(trial: Trial, table: str) -> bool:
    """Whether the trial made a table itself, so that who may do what with it is not known."""
    made = trial.supabase.laid_out if trial.supabase is not None else ()
    return table in [one.name for one in made if not one.widens]


def with_laid_out(shown: Reproduction, gap: Gap, pattern: str, trial: Trial) -> Reproduction:
    """The outcome, with the tables and columns among those it rests on that the trial made itself. That an app behaves on such a
    table says nothing of the app as it is: what is not known of the table may be what fails. (After a repair it does: there
    the same experiment on the same table failed before.)"""
    met = _met(gap, trial)
    if not met or shown.state not in ("proven", "cleared"):
        return shown
    steps = (*(Step("arrange", told(table)) for table in met), *shown.steps)
    names = " and ".join(_called(table) for table in met)
    decides = pattern.partition("/")[2] in _DECIDED_BY_TABLE and _names(met, _told(gap))
    if decides:
        why = f"no SQL file makes {names}: what keys, checks and policies it has is not known; laid out, this was seen: {shown.observed}"
        return msgspec.structs.replace(shown, state="untestable", observed=why, steps=steps)
    if shown.state == "cleared":
        why = f"no SQL file makes {names}; as laid out here, this was seen: {shown.observed}"
        return msgspec.structs.replace(shown, state="untestable", observed=why, steps=steps)
    return msgspec.structs.replace(
        shown, observed=f"{shown.observed} ({names} laid out by the trial: no SQL file makes it)", steps=steps
    )


def _met(gap: Gap, trial: Trial) -> list[StatedTable]:
    made = trial.supabase.laid_out if trial.supabase is not None else ()
    if not made or trial.database is None:
        return []
    return _names(made, [*_told(gap), *(one.query for one in trial.database.statements())])


def _told(gap: Gap) -> list[str]:
    return [gap.subject, gap.message, *gap.evidence]


def _called(table: StatedTable) -> str:
    return ", ".join(f"{table.name}.{one.name}" for one in table.columns) if table.widens else table.name


def _names(tables: Sequence[StatedTable], texts: Sequence[str]) -> list[StatedTable]:
    """Those of the tables that these texts name; of tables that were only widened, with one of the columns."""
    return [table for table in tables if any(_is_named(table, text) for text in texts)]


def _is_named(table: StatedTable, text: str) -> bool:
    columns = [one.name for one in table.columns] if table.widens else [""]
    named = re.search(rf"\b{table.name}\b", text) is not None
    return named and any(re.search(rf"\b{column}\b", text) for column in columns)
