"""Schema changes are written in the app's own migration tool, behind its last migration."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from roadworthy.edits import Edits, Migration, Review
from roadworthy.edits.apply import apply_edits
from roadworthy.edits.migration_sql import statements
from roadworthy.errors import RepairRefused

INDEX = Migration(
    "orders user index",
    "CREATE INDEX orders_user ON orders (user_id);\nCREATE INDEX orders_at ON orders (at);",
    "DROP INDEX orders_user; DROP INDEX orders_at;",
)


def migrate(root: Path, *migrations: Migration) -> tuple[str, ...]:
    return apply_edits(root, Edits("Index", "because", Review.GLANCE, migrations=migrations))


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def test_an_app_without_migrations_gets_none(tmp_path: Path) -> None:
    write(tmp_path, {"package.json": "{}"})
    assert migrate(tmp_path, INDEX) == ()


def test_drizzle_has_the_next_number_a_journal_entry_and_a_snapshot(tmp_path: Path) -> None:
    entry = {"idx": 0, "version": "7", "when": 1730000000000, "tag": "0000_first", "breakpoints": True}
    journal = {"version": "7", "dialect": "postgresql", "entries": [entry]}
    write(
        tmp_path,
        {
            "migrations/0000_first.sql": "CREATE TABLE orders (user_id int);\n",
            "migrations/meta/_journal.json": json.dumps(journal, indent=2),
            "migrations/meta/0000_snapshot.json": '{\n  "id": "one",\n  "prevId": "zero",\n  "tables": {}\n}',
        },
    )
    second = Migration("more", "CREATE INDEX x ON orders (y)", "DROP INDEX x")
    assert "migrations/0001_orders_user_index.sql" in migrate(tmp_path, INDEX, second)
    sql = (tmp_path / "migrations/0001_orders_user_index.sql").read_text()
    assert (
        sql == "CREATE INDEX orders_user ON orders (user_id);\n--> statement-breakpoint\n"
        "CREATE INDEX orders_at ON orders (at);\n"
    )
    entries = json.loads((tmp_path / "migrations/meta/_journal.json").read_text())["entries"]
    assert [entry["tag"] for entry in entries] == ["0000_first", "0001_orders_user_index", "0002_more"]
    assert [entry["when"] - 1730000000000 for entry in entries] == [0, 1000, 2000]
    snapshots = [
        json.loads((tmp_path / f"migrations/meta/000{n}_snapshot.json").read_text()) for n in range(3)
    ]
    assert [snapshot["prevId"] for snapshot in snapshots[1:]] == [
        snapshot["id"] for snapshot in snapshots[:2]
    ]
    assert migrate(tmp_path, INDEX) == ()


ALEMBIC_INI = "[alembic]\nscript_location = %(here)s/alembic\n"


def version(revision: str, before: str) -> str:
    return (
        f'"""x"""\nrevision: str = {revision!r}\ndown_revision: str | None = {before}\n\ndef upgrade(): ...\n'
    )


def test_alembic_follows_the_head(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "backend/alembic.ini": ALEMBIC_INI,
            "backend/alembic/versions/0001_first.py": version("0001", "None"),
            "backend/alembic/versions/0002_second.py": version("0002", "'0001'"),
        },
    )
    (path,) = migrate(tmp_path, INDEX)
    assert path == "backend/alembic/versions/0003_orders_user_index.py"
    text = (tmp_path / path).read_text()
    ast.parse(text)
    assert 'revision = "0003"\ndown_revision = "0002"' in text
    assert '    op.execute("CREATE INDEX orders_user ON orders (user_id)")\n' in text
    assert '    op.execute("DROP INDEX orders_user")\n' in text
    assert migrate(tmp_path, INDEX) == ()


def test_alembic_text_reads_back_as_the_statement(tmp_path: Path) -> None:
    write(tmp_path, {"alembic.ini": ALEMBIC_INI, "alembic/versions/ab_x.py": version("ab12cd34ef56", "None")})
    statement = """UPDATE t SET a = 'x :y "" \\d' ||\n  b::text"""
    concurrent = "CREATE INDEX CONCURRENTLY t_a ON t (a)"
    (path,) = migrate(tmp_path, Migration("texts", f"{statement};{concurrent}", ""))
    tree = ast.parse((tmp_path / path).read_text())
    given = [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and "t" in str(node.value)
    ]
    assert statement.replace(" :y", " \\:y") in [str(value).strip() for value in given]
    text = (tmp_path / path).read_text()
    assert "with op.get_context().autocommit_block():\n        op.execute(" in text
    assert text.endswith("def downgrade() -> None:\n    pass\n")


def test_alembic_with_two_heads_is_refused(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "alembic.ini": ALEMBIC_INI,
            "alembic/versions/a.py": version("a", "None"),
            "alembic/versions/b.py": version("b", "None"),
        },
    )
    with pytest.raises(RepairRefused, match="2 heads"):
        migrate(tmp_path, INDEX)


def test_prisma_has_a_later_folder(tmp_path: Path) -> None:
    write(
        tmp_path, {"prisma/migrations/20240102030405_init/migration.sql": "CREATE TABLE orders (id int);\n"}
    )
    assert migrate(tmp_path, INDEX) == ("prisma/migrations/20240102030406_orders_user_index/migration.sql",)


def test_numbered_sql_files_go_on(tmp_path: Path) -> None:
    write(tmp_path, {"supabase/migrations/20240102030405_init.sql": "CREATE TABLE orders (id int);\n"})
    assert migrate(tmp_path, INDEX) == ("supabase/migrations/20240102030406_orders_user_index.sql",)


def test_sql_files_in_pairs_have_a_way_back(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"migrations/0001_init.up.sql": "CREATE TABLE o (id int)", "migrations/0001_init.down.sql": ""},
    )
    assert migrate(tmp_path, INDEX) == (
        "migrations/0002_orders_user_index.down.sql",
        "migrations/0002_orders_user_index.up.sql",
    )


def test_statements_end_where_postgres_ends_them() -> None:
    sql = "SELECT ';'; -- a; b\nCREATE FUNCTION f() AS $x$ a; b $x$; /* ; */ SELECT \"a;\" ;; "
    assert statements(sql) == [
        "SELECT ';'",
        "-- a; b\nCREATE FUNCTION f() AS $x$ a; b $x$",
        '/* ; */ SELECT "a;"',
    ]
