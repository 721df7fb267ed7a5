"""The same app gives the same audit, and a gap keeps its id while its subject stays."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import roadworthy

from roadworthy.audit import audit_folder

EXAMPLES = Path(__file__).parents[2] / "examples"
APPS = ("corner-shop", "book-club")
CODE = (".ts", ".tsx", ".py")


def copy_of(app: str, folder: Path) -> Path:
    unwanted = shutil.ignore_patterns("node_modules", ".roadworthy", "dist", "__pycache__")
    return Path(shutil.copytree(EXAMPLES / app, folder / app, ignore=unwanted))


@pytest.mark.parametrize("app", APPS)
def test_two_audits_are_the_same_to_the_byte(tmp_path: Path, app: str) -> None:
    root = copy_of(app, tmp_path)
    texts = []
    for seed, jobs in (("0", "1"), ("1", "2")):
        result = roadworthy("audit", "-f", "json", "-j", jobs, cwd=root, environment={"PYTHONHASHSEED": seed})
        assert result.returncode == 0
        texts.append(without_timings(result.stdout))
    assert texts[0] == texts[1]


def without_timings(text: str) -> str:
    """The text of a report as it was written, less the one part that tells of the clock."""
    return re.sub(r'"timings": \{[^}]*\}', "", text)


def test_only_the_timings_are_taken_out() -> None:
    assert without_timings('{"a": 1, "timings": {"read": 0.1}, "b": 2}') == '{"a": 1, , "b": 2}'


# --- ids -----------------------------------------------------------------------------------------------


def moved_down(text: str, python: bool) -> str:
    """Blank lines and comments at the top."""
    return ("# A word\n#\n\n\n# Another\n" if python else "// A word\n/*\n * Another\n */\n\n\n") + text


def indented_anew(text: str, python: bool) -> str:
    """Four spaces for two, eight for four."""
    return re.sub(r"^( +)", lambda margin: margin[1] * 2, text, flags=re.MULTILINE)


def written_otherwise(text: str, python: bool) -> str:
    """Another hand's habits: quotes, lines for the fields of a record, blank lines, line ends of Windows."""
    if not python:
        text = re.sub(r'from "([^"\n]+)"', r"from '\1'", text)
        text = re.sub(r"\(\{ ([^{}\n]+) \}\)", r"({\n        \1,\n    })", text)
    return text.replace("\n\n", "\n\n\n").replace("\n", "\r\n")


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize("change", [moved_down, indented_anew, written_otherwise])
def test_an_id_survives_another_layout(tmp_path: Path, app: str, change: Callable[[str, bool], str]) -> None:
    root = copy_of(app, tmp_path)
    before = ids(root)
    for path in root.rglob("*"):
        if path.suffix in CODE:
            text = path.read_text()
            path.write_text(change(text, path.suffix == ".py"), newline="")
    assert ids(root) == before


@pytest.mark.parametrize(
    ("app", "old", "new", "imported", "instead"),
    [
        ("corner-shop", "server/storage.ts", "server/records.ts", "./storage", "./records"),
        ("book-club", "app/models.py", "app/records.py", "models", "records"),
    ],
)
def test_an_id_survives_another_name_of_the_file(
    tmp_path: Path, app: str, old: str, new: str, imported: str, instead: str
) -> None:
    root = copy_of(app, tmp_path)
    before = ids(root)
    (root / old).rename(root / new)
    for path in root.rglob("*"):
        if path.suffix in CODE:
            path.write_text(path.read_text().replace(imported, instead))
    assert ids(root) == before


def ids(root: Path) -> set[tuple[str, str, str]]:
    found = {(gap.id, gap.pattern, gap.subject) for gap in audit_folder(root).gaps}
    assert len(found) > 30
    return found


def test_ids_are_names_of_one_gap_each(tmp_path: Path) -> None:
    result = roadworthy("audit", "-f", "json", cwd=copy_of("corner-shop", tmp_path))
    names = [gap["id"] for gap in json.loads(result.stdout)["gaps"]]
    assert len(names) == len(set(names))
