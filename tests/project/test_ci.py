"""CI: what cannot run there fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]

SKIPPING = """
import pytest
def test_skips(): pytest.skip("no browser")
@pytest.mark.skipif(True, reason="no sandbox")
def test_is_skipped(): pass
@pytest.mark.xfail
def test_is_known_to_fail(): assert False
"""


@pytest.mark.parametrize(
    ("ci", "code", "said"), [("true", 1, "1 failed, 1 xfailed, 1 error"), ("", 0, "2 skipped, 1 xfailed")]
)
def test_a_skipped_test_fails_in_ci_alone(ci: str, code: int, said: str, tmp_path: Path) -> None:
    (tmp_path / "test_skipping.py").write_text(SKIPPING)
    (tmp_path / "pytest.ini").write_text("[pytest]")
    environment = os.environ | {"CI": ci, "PYTHONPATH": str(PROJECT)}
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "tests.conftest",
            "-p",
            "no:cacheprovider",
            "test_skipping.py",
        ],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (ended.returncode, said in ended.stdout) == (code, True), ended.stdout
