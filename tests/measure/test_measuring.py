"""Measurements of a running app."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from roadworthy.app import App
from roadworthy.audit import audit_folder
from roadworthy.measure import measure_app
from roadworthy.measure.load import ROWS, Effort, measure_load
from roadworthy.measure.pages import measure_page
from roadworthy.measure.scan import scan
from roadworthy.proof.doors import plan_trial
from roadworthy.trial import Trial, open_trial

BASE = Path(__file__).parents[1] / "bases" / "express"
pytestmark = pytest.mark.trial

Running = tuple[App, Trial]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The Express base, made careless: it names its framework, tells strangers its stack, and its cookie is for anyone."""
    root = tmp_path_factory.mktemp("measured") / "app"
    shutil.copytree(BASE, root)
    _replace(root / "server/app.ts", 'app.disable("x-powered-by");', "")
    _replace(root / "server/app.ts", "app.use(errorHandler);", _TELLING)
    _replace(root / "server/auth.ts", "httpOnly: true", "httpOnly: false")
    app = audit_folder(root, select=["operations/no-runbooks"]).app
    with open_trial(root, plan_trial(app, {})) as trial:
        yield app, trial


_TELLING = """app.use((error: any, _req: any, res: any, _next: any) => {
    void errorHandler;
    res.status(500).send(String(error.stack));
  });"""


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text, f"{file.name} no longer says {old}"
    file.write_text(text.replace(old, new))


def test_the_scan_finds_what_any_visitor_could_see(running: Running) -> None:
    found = {(finding.rule, finding.says) for finding in scan(*running)}
    assert ("x-powered-by", "Every answer names the framework") in found
    assert ("stack", "A malformed request is told where the code stands") in found
    assert ("cookie", "Scripts in the page can read the sign-in cookie") in found
    assert ("cookie", "The sign-in cookie also travels unencrypted") not in found


def test_visitors_read_what_alice_may_read_from_a_filled_database(running: Running) -> None:
    app, trial = running
    load = measure_load(app, trial, Effort(users=5, seconds=2, warm_up_seconds=1, runs=1))
    assert load.actor == "alice" and load.rows == ROWS
    assert {"GET /api/notes", "GET /api/products", "GET /api/products/:id"} <= set(load.subjects)
    run = load.best
    assert run.answers > 0 and run.failures == 0
    assert 0 < run.p50 <= run.p95
    assert trial.database is not None and trial.database.count("products") < ROWS, (
        "what was filled in is gone"
    )


def test_a_load_ends_at_its_bound(running: Running) -> None:
    load = measure_load(*running, Effort(users=2, seconds=20, warm_up_seconds=0, runs=1, most_requests=30))
    assert load.best.answers + load.best.failures <= 30


def test_the_front_page_has_scores(running: Running) -> None:
    page = measure_page(running[1], runs=1)
    for score in (page.performance, page.accessibility, page.best_practices):
        assert 0 < score <= 100
    assert page.kilobytes > 10


def test_an_app_that_does_not_start_has_no_numbers_and_a_reason(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"scripts": {"start": "node server.js"}}')
    (tmp_path / "server.js").write_text("process.exit(3);")
    app = audit_folder(tmp_path, select=["operations/no-runbooks"]).app
    measured = measure_app(tmp_path, app, {})
    assert measured.load is None and measured.page is None and measured.findings is None
    assert "ended while starting" in measured.missing["the app"]
