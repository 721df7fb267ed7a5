"""A person accepts a gap in a comment."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from shop_audit import app, found, module

from roadworthy.app import Location
from roadworthy.audit import Audit
from roadworthy.languages.form import Comment
from roadworthy.report.acceptance import accept

PATTERN = "concurrency/lost-update"
DAY = date(2026, 11, 25)


def audit_with(folder: Path, line: int, comment: str, *, gap_line: int = 40) -> Audit:
    gap = found(
        "a",
        PATTERN,
        "POST /api/orders",
        "Stock is lost",
        locations=[Location("server/a.ts", gap_line, gap_line + 3)],
    )
    shop = app(folder)
    shop.modules["server/a.ts"] = module("server/a.ts", 90, [Comment(line, comment)])
    return Audit(shop, (gap,), (), (), (), {})


def state(audit: Audit) -> str:
    return accept(audit, DAY).gaps[0].state


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (40, "accepted"),
        (39, "accepted"),
        (1, "accepted"),
        (5, "accepted"),
        (6, "suspected"),
        (38, "suspected"),
        (41, "suspected"),
    ],
)
def test_a_comment_speaks_for_its_line_the_next_and_at_the_head_for_the_file(
    tmp_path: Path, line: int, expected: str
) -> None:
    assert state(audit_with(tmp_path, line, f"// roadworthy: accept {PATTERN} -- one till only")) == expected


@pytest.mark.parametrize(
    "comment",
    [
        "// roadworthy: accept concurrency/lost-update -- one till only (until 2027-01-31)",
        "# roadworthy: accept concurrency/lost-update -- one till only",
        "/* roadworthy: accept concurrency/lost-update -- one till only */",
        "{/* roadworthy: accept concurrency/lost-update -- one till only (until 2027-01-31) */}",
        " roadworthy: accept concurrency/lost-update -- one till only ",
    ],
)
def test_every_kind_of_comment_is_read(tmp_path: Path, comment: str) -> None:
    gap = accept(audit_with(tmp_path, 40, comment), DAY).gaps[0]
    assert gap.state == "accepted"
    assert gap.evidence[-1].endswith("in server/a.ts:40: one till only")


def test_another_pattern_or_file_is_not_covered(tmp_path: Path) -> None:
    audit = audit_with(tmp_path, 40, "// roadworthy: accept concurrency/double-submit -- fine")
    assert state(audit) == "suspected"
    elsewhere = msgspec.structs.replace(audit.gaps[0], locations=(Location("server/b.ts", 40, 40),))
    assert state(msgspec.structs.replace(audit, gaps=(elsewhere,))) == "suspected"


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        (
            f"// roadworthy: accept {PATTERN} -- later (until 2026-11-24)",
            "acceptance of concurrency/lost-update ended on 2026-11-24",
        ),
        (f"// roadworthy: accept {PATTERN} -- later (until next year)", "has no date in `until`"),
        (f"// roadworthy: accept {PATTERN}", "acceptance not understood"),
        ("// roadworthy: accept everything -- please", "acceptance not understood"),
    ],
)
def test_an_ended_or_broken_comment_accepts_nothing_and_is_listed(
    tmp_path: Path, comment: str, said: str
) -> None:
    result = accept(audit_with(tmp_path, 40, comment), DAY)
    assert result.gaps[0].state == "suspected"
    assert [(hole.path, hole.line) for hole in result.unknown] == [("server/a.ts", 40)]
    assert said in result.unknown[0].reason


def test_the_last_day_still_counts(tmp_path: Path) -> None:
    assert (
        state(audit_with(tmp_path, 40, f"// roadworthy: accept {PATTERN} -- x (until 2026-11-25)"))
        == "accepted"
    )
