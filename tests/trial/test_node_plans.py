"""How the tables of an app that Node runs are made."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.trial.node_plan import Manifest, install_commands, schema_commands


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


def test_a_manifest_names_its_own_tool_where_no_lockfile_does(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"packageManager": "yarn@1.22.22+sha512.ab", "dependencies": {}}')
    (command,) = install_commands(tmp_path, tmp_path, False)
    assert "yarn" in command.partition("||")[0] and "npm install" in command.partition("||")[2]
