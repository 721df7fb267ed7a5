"""The report as JUnit XML, for pipelines that show tests: one suite per dimension, one test per verdict."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from roadworthy.audit import CheckedVerdict
from roadworthy.catalogue import DIMENSIONS
from roadworthy.report.record import Report, ReportedGap
from roadworthy.report.summary import OPEN_STATES, WORDS
from roadworthy.source.visible import visible


def junit_report(report: Report) -> str:
    """A gap that stands is a failure; an accepted one and what could not be told are skipped. Verdicts that cannot apply are left out."""
    root = ElementTree.Element("testsuites", name="Roadworthy")
    for dimension in DIMENSIONS:
        cases = [
            *(_gap(gap) for gap in report.gaps if gap.dimension == dimension.id),
            *_others(report, dimension.id),
        ]
        if cases:
            root.append(_suite(dimension.title, cases))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(title: str, cases: list[ElementTree.Element]) -> ElementTree.Element:
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }
    suite = ElementTree.Element("testsuite", {"name": title} | {name: str(n) for name, n in counts.items()})
    suite.extend(cases)
    return suite


def _gap(gap: ReportedGap) -> ElementTree.Element:
    case = ElementTree.Element("testcase", {"classname": gap.pattern, "name": visible(gap.subject)})
    for place in gap.locations[:1]:
        case.attrib |= {"file": visible(place.path), "line": str(place.start_line)}
    told = [visible(line) for line in (gap.message, gap.impact, *gap.evidence, *gap.worse)]
    told += [gap.command] if gap.command else []
    if gap.state in OPEN_STATES:
        failure = ElementTree.SubElement(case, "failure", type=gap.severity, message=told[0])
        failure.text = "\n".join((f"{gap.severity}, {WORDS.get(gap.state, gap.state)}", *told[1:]))
    elif gap.state == "accepted":
        ElementTree.SubElement(
            case, "skipped", message=visible(gap.evidence[-1]) if gap.evidence else "accepted"
        )
    return case


def _others(report: Report, dimension: str) -> Iterator[ElementTree.Element]:
    gaps = {(gap.pattern, gap.subject) for gap in report.gaps}
    for row in report.checklist:
        if row.pattern.split("/")[0] == dimension and (row.pattern, row.subject) not in gaps:
            yield from _verdict(row)


def _verdict(row: CheckedVerdict) -> Iterator[ElementTree.Element]:
    if row.verdict not in ("clear", "unknown"):
        return
    case = ElementTree.Element("testcase", classname=row.pattern, name=visible(row.subject))
    if row.verdict == "unknown":
        ElementTree.SubElement(case, "skipped", message=visible(row.reason))
    yield case
