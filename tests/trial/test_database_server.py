"""Where a database's server is found on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.trial.database_server import on_path, shown


def test_a_link_on_the_path_leads_to_the_installation_that_a_sandbox_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "opt" / "store" / "bin" / "stored"
    program.parent.mkdir(parents=True)
    program.touch(0o755)
    linked = tmp_path / "own" / "bin"
    linked.mkdir(parents=True)
    (linked / "stored").symlink_to(program)
    monkeypatch.setenv("PATH", str(linked))
    found = on_path("stored")
    assert found == program
    assert [one.outside for one in shown(program)] == [tmp_path / "opt" / "store"]
