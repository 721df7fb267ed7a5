"""The examples: each prototype's planted gaps are found and proven, and its hardened twin has none of them."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from roadworthy.audit import Audit, AuditedGap, audit_folder
from roadworthy.catalogue import Severity, load_rooms
from roadworthy.proof.doors import plan_trial
from roadworthy.proof.running import prove_gaps
from roadworthy.trial import open_trial

EXAMPLES = Path(__file__).parents[2] / "examples"
PAIRS = ("corner-shop", "book-club", "yoga-studio", "repair-desk")
# Lines by which a reported place may miss a planted one.
SLACK = 3


def planted(name: str) -> list[dict[str, Any]]:
    """The gaps planted in a prototype, of the patterns that have a room."""
    known = {room.id for room in load_rooms()}
    listed = tomllib.loads((EXAMPLES / f"{name}.gaps.toml").read_text())["gap"]
    return [gap for gap in listed if gap["pattern"] in known]


def hits(gap: AuditedGap, entry: dict[str, Any]) -> bool:
    """Whether a reported gap is a planted one: the same subject, or the same lines."""
    if gap.pattern != entry["pattern"]:
        return False
    places = [place for place in gap.locations if place.path == entry["file"]]
    near = any(p.start_line - SLACK <= entry["line"] <= p.end_line + SLACK for p in places)
    return gap.subject == entry["subject"] or near


@pytest.fixture(scope="module", params=PAIRS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def prototype(name: str) -> Audit:
    return audit_folder(EXAMPLES / name)


def test_every_planted_gap_is_found(name: str, prototype: Audit) -> None:
    missed = [entry for entry in planted(name) if not any(hits(gap, entry) for gap in prototype.gaps)]
    assert not missed


def test_nothing_above_low_is_reported_that_was_not_planted(name: str, prototype: Audit) -> None:
    extra = [
        f"{gap.pattern} {gap.subject}: {gap.message}"
        for gap in prototype.gaps
        if gap.severity != Severity.LOW and not any(hits(gap, entry) for entry in planted(name))
    ]
    assert not extra


def test_one_place_is_told_once(prototype: Audit) -> None:
    told = Counter((gap.pattern, gap.subject, gap.locations[0]) for gap in prototype.gaps if gap.locations)
    assert [place for place, times in told.items() if times > 1] == []


def test_nothing_above_low_is_reported_on_the_hardened_twin(name: str) -> None:
    audit = audit_folder(EXAMPLES / f"{name}-hardened")
    assert not audit.errors
    assert [gap.message for gap in audit.gaps if gap.severity != Severity.LOW] == []


def test_the_same_audit_twice_is_the_same(name: str, prototype: Audit) -> None:
    again = audit_folder(EXAMPLES / name)
    assert [(gap.id, gap.message) for gap in again.gaps] == [(gap.id, gap.message) for gap in prototype.gaps]
    assert again.checklist == prototype.checklist


@pytest.mark.trial
@pytest.mark.experiment
def test_what_is_proven_on_the_prototype_is_not_on_its_twin(name: str, prototype: Audit) -> None:
    """The main test: one experiment, two apps, two outcomes."""
    chosen = two_of_each_pattern(prototype)
    chosen += shown_by_others(name, prototype, chosen)
    on_prototype = states(EXAMPLES / name, prototype, chosen)
    shown = {entry["pattern"] for entry in planted(name) if entry["proven"]} & {gap.pattern for gap in chosen}
    unproven = shown - {gap.pattern for gap in on_prototype if gap.state == "proven"}
    assert not unproven, [gap.reproduction for gap in on_prototype if gap.pattern in unproven]

    twin = EXAMPLES / f"{name}-hardened"
    on_twin = states(twin, audit_folder(twin), chosen)
    failing = [f"{gap.subject}: {gap.reproduction}" for gap in on_twin if gap.state in ("proven", "flaky")]
    assert not failing


def shown_by_others(name: str, audit: Audit, chosen: list[AuditedGap]) -> list[AuditedGap]:
    """A gap of each pattern that running shows on the prototype, but for gaps less urgent than the chosen, low ones as well."""
    proven = [entry for entry in planted(name) if entry["proven"]]
    there = {entry["pattern"] for entry in proven if any(hits(gap, entry) for gap in chosen)}
    others: dict[str, AuditedGap] = {}
    for entry in proven:
        for gap in audit.gaps:
            if entry["pattern"] not in there and hits(gap, entry):
                others.setdefault(entry["pattern"], gap)
    return list(others.values())


def two_of_each_pattern(audit: Audit) -> list[AuditedGap]:
    """The two most urgent gaps of each pattern that has an experiment: enough to show each, few enough to run on every
    change."""
    chosen: dict[str, list[AuditedGap]] = {}
    runnable = {room.id for room in load_rooms() if room.has("prove")}
    for gap in audit.gaps:
        if (
            gap.pattern in runnable
            and len(chosen.setdefault(gap.pattern, [])) < 2
            and gap.severity != Severity.LOW
        ):
            chosen[gap.pattern].append(gap)
    return [gap for gaps in chosen.values() for gap in gaps]


def states(root: Path, audit: Audit, gaps: list[AuditedGap]) -> list[AuditedGap]:
    """The gaps with the outcome of their reproductions on the app in `root`."""
    with open_trial(root, plan_trial(audit.app, {})) as trial:
        return list(prove_gaps(gaps, trial, audit.app, None))
