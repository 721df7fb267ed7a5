"""Tests that people take into their own repository. That they fail and pass on a running app is shown by every case of
tests/patterns that has one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from roadworthy.app import App, Endpoint, Location
from roadworthy.app.deployment import Deployment
from roadworthy.audit import AuditedGap
from roadworthy.catalogue import Effort, Gap, Severity
from roadworthy.proof import Reproduction
from roadworthy.proof.replay import Check, Entrance, Replay, Sent
from roadworthy.proof.standalone import StandaloneTest, standalone_test
from roadworthy.source import Repository

HARM = "*/ ${process.exit(3)} \"\"\" ''' \\ \r\nimport os; os._exit(3)\u2028throw 1 // `"
REPLAY = Replay(
    "postgres",
    (f"INSERT INTO notes VALUES ({HARM!r})",),
    {"bob": Entrance("POST", "/login", json={"email": HARM})},
    (Sent("bob", "GET", f"/api/{HARM}"),),
    Check("lacks", texts=(HARM,)),
)


def written(
    kind: str, packages: tuple[tuple[str, str], ...] = (), replay: Replay | None = REPLAY
) -> StandaloneTest | None:
    here = Location(f"server/routes.{kind}", 1, 1)
    app = App(
        Repository(Path("/nowhere"), ()),
        modules={},
        endpoints=(Endpoint("GET", "/api/notes", "http", "any", here, here, here),),
        deployment=Deployment(packages=packages),
    )
    made = Reproduction("proven", HARM, HARM, replay=replay)
    finding = Gap(HARM, HARM, HARM, (here,))
    gap = AuditedGap(
        "0a0b0c0d", "malicious-input/broken-access", HARM, "proven", Severity.HIGH, Effort.S,
        HARM, 1.0, HARM, "", (here,), (), finding, made,
    )  # fmt: skip
    return standalone_test(app, gap, "1.0")


def test_it_is_written_for_the_runner_that_the_app_uses() -> None:
    python, vitest, node = written("py"), written("ts", (("vitest", "^3"),)), written("ts")
    assert python and vitest and node
    assert python.name == "test_broken_access_0a0b0c0d.py"
    assert node.name == "broken-access-0a0b0c0d.test.mjs"
    assert 'from "vitest"' in vitest.text and 'from "node:test"' in node.text


def test_what_is_more_than_requests_and_rows_is_no_such_test() -> None:
    assert written("ts", replay=None) is None


def test_the_apps_text_stays_text_in_python() -> None:
    test = written("py")
    assert test is not None
    names: dict[str, object] = {}
    exec(compile(test.text, test.name, "exec"), names)
    plan = names["PLAN"]
    assert isinstance(plan, dict) and plan["check"]["texts"] == (HARM,)


@pytest.mark.parametrize("packages", [(), (("vitest", "^3"),)], ids=["node", "vitest"])
def test_the_apps_text_stays_text_in_javascript(
    packages: tuple[tuple[str, str], ...], tmp_path: Path
) -> None:
    test = written("ts", packages)
    assert test is not None
    # Everything but the test itself is run: a text that got out would end the process or not parse.
    shown = (
        test.text.split("\ntest(")[0].replace('import { test } from "vitest";', "")
        + "\nconsole.log(PLAN.check.texts[0]);"
    )
    (tmp_path / "shown.mjs").write_text(shown)
    run = subprocess.run(["node", "shown.mjs"], cwd=tmp_path, capture_output=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.decode() == HARM + "\n"
    (tmp_path / test.name).write_text(test.text)
    assert subprocess.run(["node", "--check", test.name], cwd=tmp_path).returncode == 0
