"""What the documents tell people to type is typed: on the app, running in a trial."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from roadworthy.audit import Audit, audit_folder
from roadworthy.handoff import documents, hand_over
from roadworthy.proof.doors import plan_trial
from roadworthy.trial import Trial, open_trial
from roadworthy.views.failures.faults import faults

BASES = Path(__file__).parents[1] / "bases"
pytestmark = pytest.mark.trial


class HandedOver(msgspec.Struct, frozen=True):
    """An app that runs as its own documents say."""

    audit: Audit
    pages: dict[str, str]
    trial: Trial


@pytest.fixture(scope="module", params=["express", "fastapi"])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HandedOver]:
    """A base app without its runbooks, handed over, then built and started with the lines of its architecture page."""
    root = tmp_path_factory.mktemp(request.param) / "app"
    shutil.copytree(BASES / request.param, root)
    shutil.rmtree(root / "docs")
    audit = audit_folder(root)
    pages = {file.path: file.text for file in documents(audit)}
    hand_over(root, audit)
    told = dict(re.findall(r"\*\*(.+?)\*\*\n\n```sh\n(.+?)\n```", pages["docs/architecture.md"]))
    plan = plan_trial(audit.app, {})
    build = (told["Build"],) if "Build" in told else ()
    # Installing reaches out, which only the trial's own step may; making tables asks nothing in a trial.
    plan = msgspec.structs.replace(plan, build=build, start=told["Start"])
    with open_trial(root, plan) as trial:
        yield HandedOver(audit, pages, trial)


def blocks(page: str, part: str) -> list[str]:
    """The commands under a numbered part of a runbook."""
    section = re.split(r"^## ", page, flags=re.M)
    found = next(text for text in section if re.match(rf"\d\. {part}\n", text))
    return re.findall(r"```sh\n(.+?)\n *```", found, re.S)


def test_the_app_builds_and_starts_as_the_architecture_page_says(app: HandedOver) -> None:
    assert app.trial.alive()
    assert app.trial.send("anonymous", "GET", "/").status < 500


def test_every_fault_of_the_app_has_its_runbook(app: HandedOver) -> None:
    for fault in faults(app.audit.app):
        assert f"docs/runbooks/{fault.name}.md" in app.pages


def test_confirming_passes_while_all_is_well(app: HandedOver) -> None:
    app.trial.reset()
    for path, page in app.pages.items():
        if path.startswith("docs/runbooks/") and not path.endswith("README.md"):
            for command in blocks(page, "Confirm"):
                code, output = app.trial.run(command, 30)
                assert code == 0, f"{path}: {command}: {output}"


def test_every_statement_for_the_database_is_one_that_it_takes(app: HandedOver) -> None:
    app.trial.reset()
    admin = app.trial.actor("admin").identity["id"]
    lines = [line.strip() for page in app.pages.values() for line in page.splitlines() if " psql " in line]
    assert lines
    for line in lines:
        code, output = app.trial.run(line.replace("'ID'", f"'{admin}'"), 30)
        assert code == 0, f"{line}: {output}"


def test_after_the_stolen_account_was_dealt_with_it_has_no_rights(app: HandedOver) -> None:
    app.trial.reset()
    page = app.pages["docs/runbooks/stolen-admin-account.md"]
    admin = app.trial.actor("admin").identity["id"]
    for command in blocks(page, "Contain"):
        assert app.trial.run(command.replace("'ID'", f"'{admin}'"), 30)[0] == 0
    listed = app.trial.run(blocks(page, "Check")[0], 30)[1]
    assert "(0 rows)" in listed


def test_a_stopped_service_shows_in_its_runbook(app: HandedOver) -> None:
    app.trial.reset()
    page = app.pages["docs/runbooks/frankfurter-down.md"]
    check = blocks(page, "Check")[0]
    assert app.trial.run(check, 30)[0] == 0
    app.trial.doubles.tell("api.frankfurter.dev", "reset")
    assert app.trial.run(check, 30)[0] != 0
    app.trial.doubles.tell("api.frankfurter.dev", "answer")
    assert app.trial.run(blocks(page, "Confirm")[0], 30)[0] == 0
