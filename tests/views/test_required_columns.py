"""A migration that stops where a table has rows is told from those that fill what they add."""

from __future__ import annotations

import pytest

from roadworthy.views.data.required_columns import required_column


def test_a_required_column_without_a_default_is_told_with_its_line() -> None:
    text = 'CREATE TABLE a (id int);\n-- later\nALTER TABLE public."orders" ADD "total" numeric(10, 2) NOT NULL, ADD x int;'
    assert required_column(text) == (3, "orders.total")


@pytest.mark.parametrize(
    "text",
    [
        "ALTER TABLE orders ADD COLUMN total int;",
        "ALTER TABLE orders ADD COLUMN total int NOT NULL DEFAULT 0;",
        "ALTER TABLE orders ADD COLUMN number bigserial NOT NULL;",
        "ALTER TABLE orders ADD COLUMN number int NOT NULL GENERATED ALWAYS AS IDENTITY;",
        "ALTER TABLE orders ADD CONSTRAINT known CHECK (total IS NOT NULL);",
        "CREATE TABLE orders (id int); ALTER TABLE orders ADD COLUMN total int NOT NULL;",
        "TRUNCATE orders; ALTER TABLE orders ADD COLUMN total int NOT NULL;",
        "DELETE FROM orders; ALTER TABLE orders ADD COLUMN total int NOT NULL;",
        "ALTER TABLE orders ALTER COLUMN total SET NOT NULL;",
        "ALTER TABLE `orders` ADD COLUMN `total` int NOT NULL;",
        "-- ALTER TABLE orders ADD COLUMN total int NOT NULL;",
    ],
)
def test_what_can_be_run_on_rows_is_not(text: str) -> None:
    assert required_column(text) == (0, "")
