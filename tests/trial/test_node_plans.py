"""How the tables of an app that Node runs are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.trial.node_plan import Manifest, schema_commands


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("tsx scripts/push.ts", ("tsx scripts/push.ts",)),
        # Its command line wants a hosted project or Docker: the migrations are applied as the files they are.
        ("supabase db push", ()),
        ("npx supabase db push --include-all", ()),
    ],
)
def test_the_apps_own_script_makes_the_tables(
    tmp_path: Path, command: str, expected: tuple[str, ...]
) -> None:
    assert schema_commands(Manifest(tmp_path, {"db:push": command}, {}, {})) == expected
