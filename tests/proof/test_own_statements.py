"""The app's statements get their values back, as each library writes them."""

from __future__ import annotations

import pytest

from roadworthy.proof.own_statements import filled_in


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "select * from note where title ilike $1 limit $2",
            "select * from note where title ilike '%q%' limit 20",
        ),
        (
            'SELECT * FROM "note" WHERE ("note"."owner_id" = $1 AND UPPER("note"."title"::text) LIKE UPPER($2))',
            'SELECT * FROM "note" WHERE ("note"."owner_id" = 7 AND UPPER("note"."title"::text) LIKE UPPER(\'%q%\'))',
        ),
        ("select * from note where stars = $1 and title like $2", None),
    ],
)
def test_a_search_is_filled_in_with_what_is_known(statement: str, expected: str | None) -> None:
    assert filled_in(statement, {"owner_id": 7}, "%q%") == expected
