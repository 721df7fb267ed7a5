"""The app's own tests: a repair must not make them worse."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from roadworthy.regex import regex
from roadworthy.repair.workshop import Workshop
from roadworthy.source.data_files import parsed_json, section
from roadworthy.trial import BootPlan
from roadworthy.trial.python_requirements import has, requirement_lines

SECONDS = 180.0
# What `npm init` writes, and scripts that only print.
_NO_TESTS = regex(r"no test specified|^\s*(echo|exit|true|:)\b")
_FAILED = regex(
    r"(\d+)\s+(?:tests?\s+)?(?:failed|failing|failures?)\b|\bfailed:?\s+(\d+)|# fail (\d+)", re.IGNORECASE
)


class TestRun(Struct, frozen=True):
    """How the app's tests ended. `failures` as they count themselves, None when they do not say; `last` is their last line."""

    __test__ = False

    command: str
    passed: bool
    failures: int | None
    last: str


def own_tests(workshop: Workshop, root: Path, plan: BootPlan) -> TestRun | None:
    """Runs the app's tests; None when it has none, or when they do not end within three minutes."""
    command = _command(root / plan.cwd, plan)
    if command is None:
        return None
    ran = workshop.run(command, SECONDS, plan.cwd)
    if ran.code is None:
        return None
    counts = [int(next(filter(None, found), "0")) for found in _FAILED.findall(ran.output)]
    lines = [line.strip() for line in ran.output.splitlines() if line.strip()]
    return TestRun(command, ran.code == 0, max(counts, default=None), lines[-1] if lines else "")


def worse(before: TestRun | None, after: TestRun | None) -> str:
    """Why the tests are worse than before, '' when they are not. Tests that could not be judged before never are."""
    if before is None or (after is not None and after.passed):
        return ""
    if after is None:
        return f"`{before.command}` no longer ends"
    if before.passed:
        return f"`{after.command}` passed before and fails now: {after.last}"
    if before.failures is not None and after.failures is not None and after.failures > before.failures:
        return f"`{after.command}`: {after.failures} tests fail, {before.failures} did before"
    return ""


def _command(folder: Path, plan: BootPlan) -> str | None:
    if plan.runtime == "node":
        return _script(folder / "package.json")
    tests = [*folder.glob("test*/**/test_*.py"), *folder.glob("test_*.py"), *folder.glob("**/*_test.py")]
    installed = has(requirement_lines(folder), "pytest")
    return "python -m pytest -q -p no:cacheprovider" if tests and installed else None


def _script(manifest: Path) -> str | None:
    try:
        line = section(parsed_json(manifest.read_text(encoding="utf-8-sig")), "scripts").get("test")
    except (OSError, ValueError):
        return None
    if not isinstance(line, str) or not line.strip() or _NO_TESTS.search(line):
        return None
    return "npm test --silent"
