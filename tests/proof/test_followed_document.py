from __future__ import annotations

from roadworthy.patterns.operations.no_architecture_docs.prove import not_its_doing

_NO_TABLES = "PrismaClientKnownRequestError: The table `public.users` does not exist in the current database."


def test_a_seed_without_tables_says_nothing_where_a_command_before_it_was_passed_over() -> None:
    assert not_its_doing(_NO_TABLES, skipped=True)
    assert not_its_doing("sqlite3.OperationalError: no such table: users", skipped=True)
    assert not not_its_doing(_NO_TABLES, skipped=False)


def test_a_mistake_in_the_code_is_the_projects_own_whatever_was_passed_over() -> None:
    assert not not_its_doing("TypeError: Cannot read properties of undefined (reading 'map')", skipped=True)
