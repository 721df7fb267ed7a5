"""Which frameworks an app makes Roadworthy load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from roadworthy.frameworks import build

_ASK = """
import sys
from pathlib import Path
from roadworthy.frameworks.build import build_app
build_app(Path(sys.argv[1]))
print("roadworthy.frameworks.django" in sys.modules, "roadworthy.frameworks.express" in sys.modules)
"""


@pytest.mark.parametrize(
    ("files", "loaded"),
    [
        ({"server.js": "const app = require('express')()\n"}, "False True"),
        ({"server.js": "const app = require('express')()\n", "tool.py": "print(1)\n"}, "True True"),
    ],
)
def test_frameworks_of_python_come_with_a_line_of_python(
    tmp_path: Path, files: dict[str, str], loaded: str
) -> None:
    for path, text in files.items():
        (tmp_path / path).write_text(text)
    ended = subprocess.run(
        [sys.executable, "-c", _ASK, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip() == loaded


def test_each_of_them_is_there() -> None:
    left_out = set(build.framework_names()) - set(build.framework_names(python=False))
    assert len(left_out) == len(build._OF_PYTHON)
