"""The gate compares with the app as it was: only what got worse counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from repositories import write

from roadworthy.repair.gate import Baseline, Gate
from roadworthy.repair.own_tests import TestRun, own_tests, worse
from roadworthy.repair.type_check import TypeErrors, type_errors
from roadworthy.repair.workshop import open_workshop
from roadworthy.trial import BootPlan


@pytest.mark.parametrize(
    ("path", "before", "now", "passed"),
    [
        ("a.ts", "const a = 1;", "const a: number = 2;", True),
        ("a.ts", "const a = 1;", "const a = {;", False),
        ("a.ts", None, "const a = {;", False),
        ("a.ts", "const a = {;", "const a = {;\nconst b = 1;", True),
        ("a.tsx", "<p>x</p>;", "<p>x;", False),
        ("a.py", "x = 1\n", "x = (1\n", False),
        ("a.json", "{}", "{", False),
        ("tsconfig.json", "// comment\n{}", "// comment\n{ }", True),
        ("a.ts", "const a = 1;", None, True),
        ("a.md", "x", "(((", True),
    ],
)
def test_a_repair_parses_as_well_as_before(
    path: str, before: str | None, now: str | None, passed: bool
) -> None:
    contents = (
        path,
        before.encode() if before is not None else None,
        now.encode() if now is not None else None,
    )
    assert Gate(Baseline()).parse([contents]).passed is passed


def test_only_new_type_errors_count() -> None:
    tools = ("tsc",)
    before = TypeErrors({("tsc", "a.ts", "TS1"): 2, ("tsc", "b.ts", "TS2"): 1}, {}, tools)
    texts = {("tsc", "a.ts", "TS1"): "one", ("tsc", "", "TS5"): "other", ("mypy", "c.py", ""): "third"}
    assert TypeErrors({("tsc", "a.ts", "TS1"): 2}, texts, tools).new_since(before) == []
    counts = {("tsc", "a.ts", "TS1"): 3, ("tsc", "", "TS5"): 1, ("mypy", "c.py", ""): 1}
    assert TypeErrors(counts, texts, ("tsc", "mypy")).new_since(before) == ["TS5: other", "a.ts: TS1: one"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, None, ""),
        ((True, 0), (True, 0), ""),
        ((True, None), (False, None), "passed before"),
        ((False, 2), (False, 2), ""),
        ((False, 2), (False, 3), "3 tests fail, 2 did before"),
        ((False, None), (False, 9), ""),
        ((True, 0), None, "no longer ends"),
    ],
)
def test_tests_must_not_get_worse(
    before: tuple[bool, int | None] | None, after: tuple[bool, int | None] | None, said: str
) -> None:
    runs = [TestRun("npm test", *found, "last") if found else None for found in (before, after)]
    assert said in worse(*runs)
    assert bool(said) is bool(worse(*runs))


@pytest.mark.trial
def test_the_apps_own_tools_run_in_the_sandbox(tmp_path: Path) -> None:
    app, kept = tmp_path / "app", tmp_path / "kept"
    kept.mkdir()
    script = "node -e \"console.log('1 failed'); fetch('http://example.com').catch(() => process.exit(1))\""
    write(app, {"package.json": json.dumps({"scripts": {"test": script}}), "tool.py": "def f(:\n    pass\n"})
    plan = BootPlan(runtime="node", start="node server.js")
    with open_workshop(app, plan, kept) as workshop:
        assert own_tests(workshop, app, plan) == TestRun("npm test --silent", False, 1, "1 failed")
        assert type_errors(workshop, app).counts == {("compileall", "tool.py", "SyntaxError"): 1}
        assert workshop.tool("tsc") is None
        assert workshop.run("sleep 30", 0.5).code is None
    assert sorted(path.name for path in app.iterdir()) == ["package.json", "tool.py"]


@pytest.mark.parametrize("script", [None, "", 'echo "Error: no test specified" && exit 1', "exit 0", 5])
def test_an_app_without_real_tests_is_not_asked(tmp_path: Path, script: object) -> None:
    write(tmp_path, {"package.json": json.dumps({"scripts": {"test": script}})})
    plan = BootPlan(runtime="node", start="node server.js")
    assert own_tests(None, tmp_path, plan) is None  # type: ignore[arg-type]
