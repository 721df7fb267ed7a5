"""The report as SARIF 2.1.0, for code hosts that show findings beside the code."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from roadworthy.report.baseline import KNOWN
from roadworthy.report.record import Place, Report, ReportedGap
from roadworthy.report.summary import OPEN_STATES, WORDS
from roadworthy.source.visible import visible

_LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}
# GitHub ranks security findings by this number, in the bands of CVSS.
_SECURITY = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_report(report: Report) -> str:
    """One result per gap that stands or was accepted; accepted ones are suppressed. The gap's id is its fingerprint."""
    shown = [gap for gap in report.gaps if gap.state in OPEN_STATES or gap.state == "accepted"]
    driver = {
        "name": "Roadworthy",
        "version": report.tool.version,
        "rules": [_rule(gap) for gap in {gap.pattern: gap for gap in reversed(shown)}.values()],
    }
    faults = [
        {"level": "error", "message": {"text": f"{fault.pattern} ({fault.part}): {visible(fault.reason)}"}}
        for fault in report.errors
    ]
    invocation = {"executionSuccessful": not faults, "toolExecutionNotifications": faults}
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "results": [_result(gap) for gap in shown],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(gap: ReportedGap) -> dict[str, Any]:
    tags = [gap.dimension, *([f"external/cwe/{gap.cwe.lower()}"] if gap.cwe else [])]
    rule: dict[str, Any] = {"id": gap.pattern, "shortDescription": {"text": gap.title}}
    properties: dict[str, Any] = {"tags": tags}
    if gap.kind == "security":
        properties = {"tags": ["security", *tags], "security-severity": _SECURITY[gap.severity]}
    return rule | {"properties": properties}


def _result(gap: ReportedGap) -> dict[str, Any]:
    state = visible(WORDS.get(gap.state, gap.state))
    shown = f" Show it: {gap.command}" if gap.command else ""
    result: dict[str, Any] = {
        "ruleId": gap.pattern,
        "level": _LEVELS[gap.severity],
        "message": {"text": f"{visible(gap.message)} ({state}). {visible(gap.impact)}{shown}"},
        "locations": [_location(place, gap.subject) for place in gap.locations[:1]],
        "relatedLocations": [_location(place, gap.subject) for place in gap.locations[1:]],
        "partialFingerprints": {"roadworthyGap/v1": gap.id},
        "properties": {"state": gap.state, "effort": gap.effort, "priority": gap.priority},
    }
    if gap.state == "accepted":
        result["suppressions"] = [
            {"kind": _suppressed(gap), "justification": gap.evidence[-1] if gap.evidence else ""}
        ]
    return result


def _suppressed(gap: ReportedGap) -> str:
    """Where the acceptance stands: in a comment of the source, or in a baseline beside it."""
    return "external" if gap.evidence and gap.evidence[-1].startswith(KNOWN) else "inSource"


def _location(place: Place, subject: str) -> dict[str, Any]:
    region = {"startLine": max(1, place.start_line), "endLine": max(1, place.start_line, place.end_line)}
    physical = {"artifactLocation": {"uri": quote(place.path), "uriBaseId": "%SRCROOT%"}, "region": region}
    return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": visible(subject)}]}
