"""What MySQL writes in its own way is read as what it means."""

from __future__ import annotations

from roadworthy.frameworks.sql_schema.dialects import as_postgres


def test_keys_made_with_a_table_are_indexes_of_it() -> None:
    read = as_postgres(
        "CREATE TABLE `notes` (id INT AUTO_INCREMENT PRIMARY KEY, label VARCHAR(60), KEY `by_label` (`label`(20), id)) ENGINE=InnoDB"
    )
    table, index = read.split(";")
    assert "KEY" not in table.replace("PRIMARY KEY", "")
    assert index.strip() == 'CREATE INDEX "by_label" ON "notes" ("label", id)'


def test_a_timestamp_of_mysql_is_an_instant_and_a_datetime_is_not() -> None:
    read = as_postgres("CREATE TABLE t (a TIMESTAMP NOT NULL, b DATETIME) ENGINE=InnoDB")
    assert "a TIMESTAMPTZ" in read and "b TIMESTAMP)" in read


def test_a_timestamp_of_sqlite_stays_as_it_is() -> None:
    assert "TIMESTAMPTZ" not in as_postgres(
        "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TIMESTAMP)"
    )
