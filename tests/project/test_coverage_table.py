"""Nothing that is shown on a base app is left out of the table of what is shown."""

from __future__ import annotations

from pathlib import Path

from tools.coverage import STACKS

BASES = Path(__file__).parents[1] / "bases"


def test_every_base_app_is_of_a_stack_of_the_table() -> None:
    assert {base for bases in STACKS.values() for base in bases} == {
        folder.name for folder in BASES.iterdir() if folder.is_dir()
    }
