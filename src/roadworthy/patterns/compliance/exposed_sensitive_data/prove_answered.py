"""Looks in an answer for the secrets that the database holds; where it holds none of a kind yet, one is put there first."""

from __future__ import annotations

import base64
import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from roadworthy.app import App, Endpoint
from roadworthy.patterns.compliance.exposed_sensitive_data.finding import ExposureGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import reads
from roadworthy.proof.experiment import database_of, sql_line
from roadworthy.proof.own_rows import give_along
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.regex import regex
from roadworthy.trial import Database, Response, Trial
from roadworthy.trial.database import StoredColumn
from roadworthy.trial.refusals import NOT_DONE
from roadworthy.views.people.access import SIGNED_IN, Access

# Long enough to stand nowhere by chance.
_LETTERS, _SECRET_WORD, _SECRET_NUMBER = 6, "rw7secret4b1d", 7_340_132
_SHOWN = 50


def prove_answered(experiment: Experiment, app: App, found: ExposureGap) -> Reproduction:
    """The request that is said to give secrets away, and whether one of them is in what comes back."""
    endpoint = found.endpoint or app.endpoint(found.exposure.subject)
    if endpoint is None:
        return experiment.untestable(f"{found.exposure.subject} is no request that can be sent")
    for query in endpoint.queries if reads(endpoint) else ():
        list(give_along(app, experiment.trial, query, "alice"))
    request = valid_request(app, experiment.trial, endpoint)
    actor = request.actor if SIGNED_IN in Access(endpoint).anywhere() else "anonymous"
    # What a request deletes, or changes, is in the database no more when it is answered.
    before = [] if reads(endpoint) else list(_secrets(experiment.trial, found.columns))
    answer = _asked(experiment, request, actor, endpoint.subject)
    told = _told(experiment, answer, endpoint.subject, found.columns, before)
    if told is not None:
        return told
    missing = _put_there(experiment, found.columns)
    if missing:
        return experiment.untestable(f"no {missing} could be put in the database for anybody")
    if missing is not None:
        answer = _asked(experiment, request, actor, endpoint.subject)
        told = _told(experiment, answer, endpoint.subject, found.columns)
    return told if told is not None else _without(experiment, endpoint, answer, found.columns)


def _asked(experiment: Experiment, request: ValidRequest, actor: str, subject: str) -> Response:
    says = f"{actor} asks {subject}"
    return experiment.send(actor, request.method, request.path, says=says, json=request.body)


def _without(
    experiment: Experiment, endpoint: Endpoint, answer: Response, columns: tuple[str, ...]
) -> Reproduction:
    """An answer without secrets clears only where it tells of rows that have some: an empty list would hold none either."""
    if not reads(endpoint) or _tells_of_somebody(experiment.trial, answer.text, columns):
        return experiment.cleared("The answer holds none of the secrets that the database holds")
    return experiment.untestable("the answer told of no row that has a secret")


def _tells_of_somebody(trial: Trial, text: str, columns: tuple[str, ...]) -> bool:
    database = database_of(trial)
    rows = (
        row
        for table in {table for table, _ in _places(database, columns)}
        for row in database.query(f"select * from {database.quoted(table)} limit {_SHOWN}")
    )
    return any(
        is_telling(value) and value in text
        for row in rows
        for name, value in row.items()
        if name not in columns
    )


def is_telling(value: Any) -> bool:
    """Whether a value is long enough to stand nowhere by chance."""
    return isinstance(value, str) and len(value) >= _LETTERS


def _told(
    experiment: Experiment,
    answer: Response,
    subject: str,
    columns: tuple[str, ...],
    before: Sequence[tuple[str, str]] = (),
) -> Reproduction | None:
    """What the answer shows: a secret, or that there is none to speak of; None where it holds no secret, neither of those that are in
    the database nor of those that were there `before`."""
    if not answer.ok:
        return experiment.untestable(f"the request was answered {answer.status}")
    told = answer.text + "".join(_in_tokens(answer.text))
    for name, value in (*before, *_secrets(experiment.trial, columns)):
        if value in told:
            return experiment.proven(f"{subject} answers {name} of a person, as it stands in the database")
    return None


# What a signed token says stands in its middle, in base64url without padding (RFC 7515, 7.1).
_TOKEN = regex(r"\beyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+")


def _in_tokens(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        part = match.group(1)
        with contextlib.suppress(ValueError):
            yield base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode("utf-8", "replace")


def _secrets(trial: Trial, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The values of secret columns, whole."""
    database = database_of(trial)
    for table, column in _places(database, columns):
        yield from ((f"{table}.{column.name}", value) for value in _values(database, table, column.name))


def _places(database: Database, columns: tuple[str, ...]) -> Iterator[tuple[str, StoredColumn]]:
    for table in database.tables():
        yield from ((table, one) for one in database.columns(table) if one.name in columns)


def kept_values(trial: Trial, table: str, column: str) -> list[str]:
    """The values of a table's column that are long enough to be told by; none where it has no such column."""
    database = database_of(trial)
    there = any(one.name == column for one in database.columns(table))
    return _values(database, table, column) if there else []


def _values(database: Database, table: str, column: str) -> list[str]:
    sql = f'select "{column}" as v from {database.quoted(table)} where "{column}" is not null limit {_SHOWN}'
    return [str(row["v"]) for row in database.query(sql) if len(str(row["v"])) >= _LETTERS]


def _put_there(experiment: Experiment, columns: tuple[str, ...]) -> str | None:
    """Gives everybody one of each secret that nobody has. None when nothing is missing, '' when all of it could be put there, else
    the column that could not."""
    database = database_of(experiment.trial)
    empty = [
        (table, one, secret)
        for table, one in _places(database, columns)
        if (secret := _secret(one)) is not None and not _values(database, table, one.name)
    ]
    for table, column, secret in empty:
        sql = f'update {database.quoted(table)} set "{column.name}" = %s'
        try:
            done = database.execute(sql, (secret,)) > 0
        except NOT_DONE:
            done = False
        if not done:
            return f"{table}.{column.name}"
        shown = database.spelled(sql, (secret,)) or sql_line(sql, (secret,))
        experiment.note("arrange", f"everybody in {table} is given a {column.name}", shown)
    return "" if empty else None


def _secret(column: StoredColumn) -> str | int | None:
    """A secret of the column's type; None where it is a moment or a switch, which is none."""
    kind = column.type.lower()
    if any(word in kind for word in ("text", "char", "string")):
        return _SECRET_WORD
    return _SECRET_NUMBER if re.search(r"int|numeric|decimal|double|number|real", kind) else None
