"""Markdown, SARIF and JUnit, and the small parts beneath all formats."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import msgspec
from hostile import hostile_audit
from shop_audit import RUN

from roadworthy.edits.markdown import code, escaped
from roadworthy.proof import Measurement
from roadworthy.report.commit import commit_of
from roadworthy.report.curve import charts, number, number_rows, round_ticks
from roadworthy.report.data import make_report
from roadworthy.report.junit import junit_report
from roadworthy.report.markdown import markdown_report
from roadworthy.report.record import Report
from roadworthy.report.sarif import sarif_report
from roadworthy.report.summary import OPEN_STATES
from roadworthy.source.visible import visible


def test_markdown_lists_the_plan(report: Report) -> None:
    text = markdown_report(report)
    assert "1. **critical, proven:** A customer can set the price of their own order" in text
    assert "`roadworthy prove --gap b2c3d4e5`" in text


def test_hostile_text_makes_no_markdown(tmp_path: Path) -> None:
    text = markdown_report(make_report(hostile_audit(tmp_path), RUN))
    outside_code = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text)
    assert re.search(r"(?<!\\)[<@]", outside_code) is None
    assert "\\[link\\]\\(javascript\\:alert\\(5\\)\\)" in text
    assert "\\@everyone" in text
    assert "\u202e" not in text


def test_a_code_span_cannot_be_left() -> None:
    assert code("a`b``c") == "``` a`b``c ```"
    assert escaped("# *x* | y") == "\\# \\*x\\* \\| y"


def test_sarif_has_a_result_for_every_gap_that_stands(report: Report) -> None:
    run = json.loads(sarif_report(report))["runs"][0]
    assert {result["ruleId"] for result in run["results"]} <= {
        rule["id"] for rule in run["tool"]["driver"]["rules"]
    }
    first = run["results"][0]
    assert first["level"] == "error"
    assert first["locations"][0]["physicalLocation"]["region"]["startLine"] == 16
    assert first["partialFingerprints"] == {"roadworthyGap/v1": "b2c3d4e5"}
    accepted = next(result for result in run["results"] if "suppressions" in result)
    assert accepted["ruleId"] == "operations/no-runbooks"
    assert run["invocations"][0]["executionSuccessful"] is False


def test_hidden_characters_are_shown() -> None:
    assert visible("a\x1b[31mb\u202ec\n d\U000e0041") == "a\\x1b[31mb\\u202ec d\\U000e0041"
    assert visible("Zoë 注文 👩‍💻") == "Zoë 注文 👩‍💻"


def test_numbers_read_well() -> None:
    assert [number(value) for value in (0, 1918.04, 12.34, 0.257, float("nan"))] == [
        "0",
        "1,918",
        "12.3",
        "0.26",
        "?",
    ]
    assert round_ticks(10, 100000) == (20000, 40000, 60000, 80000, 100000)
    assert round_ticks(5, 5) == (5,)


def test_a_curve_shows_before_and_after_in_one_chart(report: Report) -> None:
    gap = next(gap for gap in report.gaps if gap.pattern == "data-volume/unbounded-list")
    (chart,) = charts(gap)
    assert [line.kind for line in chart.lines] == ["before", "after"]
    assert chart.says == "before: 18.2 at 10, 1,918 at 100,000; after: 18.0 at 10, 21 at 100,000"
    rows = [(row.before.split(), row.after.split()) for row in number_rows(gap)]
    assert rows == [(["1,918", "ms"], ["21", "ms"]), (["19.0", "MB"], ["32.4", "kB"])]


def test_a_flat_or_empty_curve_draws(report: Report) -> None:
    gap = report.gaps[1]
    assert gap.reproduction is not None
    flat = (Measurement("m", 0, "ms", ((1.0, 0.0), (1.0, 0.0))), Measurement("n", 1, "ms"))
    changed = msgspec.structs.replace(
        gap, reproduction=msgspec.structs.replace(gap.reproduction, measurements=flat)
    )
    assert len(charts(changed)) == 1


def test_code_around_a_gap_is_shown(report: Report) -> None:
    (excerpt,) = report.gaps[0].excerpts
    assert (excerpt.first, excerpt.marked) == (6, (9, 13))
    assert excerpt.lines[3].startswith('routes.get("/api/orders/:id"')


def test_the_commit_is_read_without_running_git(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        command = ["git", "-C", str(tmp_path), *identity, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    assert commit_of(tmp_path) == ""
    git("init", "-q", "-b", "main")
    assert commit_of(tmp_path) == ""
    git("commit", "-q", "--allow-empty", "-m", "first")
    first = git("rev-parse", "HEAD")
    assert commit_of(tmp_path) == first
    git("pack-refs", "--all")
    assert commit_of(tmp_path) == first
    git("worktree", "add", "-q", "inside", "-b", "other")
    assert commit_of(tmp_path / "inside") == first
    (tmp_path / ".git/HEAD").write_text("ref: ../../etc/passwd\n")
    assert commit_of(tmp_path) == ""


# --- JUnit ----------------------------------------------------------------------------------------------


def test_junit_counts_what_stands_as_failures(report: Report) -> None:
    root = ElementTree.fromstring(junit_report(report))
    standing = [gap for gap in report.gaps if gap.state in OPEN_STATES]
    failed = [case for case in root.iter("testcase") if case.find("failure") is not None]
    assert len(failed) == len(standing) > 0
    assert sum(int(suite.attrib["failures"]) for suite in root) == len(standing)
    assert sum(int(suite.attrib["tests"]) for suite in root) == len(list(root.iter("testcase")))


def test_hostile_text_stays_text_in_junit(tmp_path: Path) -> None:
    text = junit_report(make_report(hostile_audit(tmp_path), RUN))
    known = {"testsuites", "testsuite", "testcase", "failure", "skipped"}
    assert {element.tag for element in ElementTree.fromstring(text).iter()} <= known
    assert "\u202e" not in text
