"""A package that no registry has: what only imports it starts, and what uses it fails with words."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

import roadworthy.trial

FILES = Path(roadworthy.trial.__file__).parent / "files"
USE = """
from nowhere_ai.llm.chat import Chat, Message
import nowhere_ai.settings

try:
    Chat("hello")
except ImportError as refused:
    print(refused)
"""


def test_what_stands_in_is_imported_and_refuses_to_be_used(tmp_path: Path) -> None:
    venv.create(tmp_path / "own", with_pip=True)
    python = str(tmp_path / "own" / "bin" / "python")
    make = f"import sys; sys.path.insert(0, {str(FILES)!r}); import plain_wheel; plain_wheel.absent('nowhere-ai', '.')"
    subprocess.run([python, "-c", make], cwd=tmp_path, check=True)
    install = [python, "-m", "pip", "install", "-q", "--no-index", "--find-links", ".", "nowhere-ai"]
    subprocess.run(install, cwd=tmp_path, check=True)
    said = subprocess.run(
        [python, "-c", USE], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert said.startswith("nowhere_ai.llm.chat.Chat is not there")
