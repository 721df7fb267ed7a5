"""Counts what requests bring about: rows, calls of other services, files."""

from __future__ import annotations

import os

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.trial import Trial
from roadworthy.views.people.people import users_table
from roadworthy.views.requests import purpose as kinds

_OUTSIDE = (kinds.RESET, kinds.MESSAGE, kinds.AI, kinds.PAYMENT, kinds.HEAVY)
_LEFT_OUT = {"node_modules", ".venv", "venv", ".git", "__pycache__", ".cache"}


class Count(Struct, frozen=True):
    """`things` in words (`rows of reviews`), and how many there are."""

    things: str
    number: int


class Effects:
    """What one endpoint leaves behind, as far as it can be counted."""

    def __init__(self, app: App, trial: Trial, endpoint: Endpoint, kind: str) -> None:
        self._trial, self._kind = trial, kind
        inserted = [query.table for query in endpoint.queries if query.operation in ("insert", "upsert")]
        people = users_table(app)
        if kind == kinds.SIGN_UP and people is not None:
            inserted = [people.name]
        known = trial.database.tables() if trial.database is not None else []
        self._tables = [table for table in dict.fromkeys(inserted) if table in known]

    def counts(self) -> list[Count]:
        """The present counts, what the endpoint is abused for first."""
        outside = [Count("calls of other services", len(self._trial.doubles.requests()))]
        rows = [Count(f"rows of {table}", self._rows(table)) for table in self._tables]
        files = [Count("files", self._files())] if self._kind == kinds.UPLOAD else []
        return [*outside, *rows] if self._kind in _OUTSIDE else [*files, *rows, *outside]

    def _rows(self, table: str) -> int:
        assert self._trial.database is not None
        return self._trial.database.count(table)

    def _files(self) -> int:
        number = 0
        for _folder, folders, files in os.walk(self._trial.file("")):
            folders[:] = [name for name in folders if name not in _LEFT_OUT]
            number += len(files)
        return number
