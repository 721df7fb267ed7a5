"""Of people whom an answer does not show, one row is asked for all the same: whoever sends the request."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from roadworthy.patterns.concurrency.sequential_calls import prove

_WHO = 'SELECT "accounts_user"."id" FROM "accounts_user" WHERE "accounts_user"."id" = ? LIMIT 21'
_TOGETHER = 'SELECT * FROM "accounts_user" WHERE "accounts_user"."id" IN (?, ?)'
_JOINED = 'SELECT * FROM "gifts" INNER JOIN "accounts_user" ON "gifts"."by" = "accounts_user"."id" WHERE "gifts"."x" = ?'


def _asks_who(monkeypatch: pytest.MonkeyPatch, table: str, *said: str) -> bool:
    asked = [SimpleNamespace(query=one) for one in said]
    monkeypatch.setattr(prove, "settled_statements", lambda database: asked)
    monkeypatch.setattr(prove, "users_table", lambda app: SimpleNamespace(name="accounts_user"))
    trial: Any = SimpleNamespace(database=SimpleNamespace(kind="sqlite"))
    app: Any = None
    return prove._only_asks_who(app, trial, table)


def test_the_senders_own_row_tells_nothing_of_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _asks_who(monkeypatch, "accounts_user", _WHO)


def test_people_who_are_read_together_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not _asks_who(monkeypatch, "accounts_user", _WHO, _TOGETHER)
    assert not _asks_who(monkeypatch, "accounts_user", _WHO, _JOINED)
    assert not _asks_who(monkeypatch, "gifts", _JOINED)
