"""What there is to do: gaps that say the same of several places are one thing to do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from roadworthy.regex import regex
from roadworthy.report.record import Report, ReportedGap
from roadworthy.report.summary import standing

_ASIDE = regex(r"\([^()]*\)")
_NAME = regex(r"[/`_\d]|\w\.\w")
"""No word of a sentence is written so: a path, a quoted value, a column, a number."""


class Task(Struct, frozen=True):
    """`gap` is the first to mend; `also` are those of which the same sentence holds with other names in it."""

    gap: ReportedGap
    also: tuple[ReportedGap, ...] = ()


def tasks(report: Report) -> tuple[Task, ...]:
    """All gaps that still stand, each in one task; the order is that of their first gaps."""
    named = {table.name.lower() for table in report.inventory.tables}
    alike: dict[tuple[str, ...], list[ReportedGap]] = {}
    for gap in standing(report):
        alike.setdefault((gap.pattern, gap.severity, gap.state, _sentence(gap, named)), []).append(gap)
    return tuple(Task(first, tuple(rest)) for first, *rest in alike.values())


def count_of(listed: Sequence[Task]) -> int:
    """How many gaps these tasks hold."""
    return sum(1 + len(task.also) for task in listed)


def likewise(task: Task, most: int) -> str:
    """The other places in words, at most `most` of them by name; '' when there is none."""
    names = [gap.subject for gap in task.also[:most]]
    more = len(task.also) - len(names)
    if not names:
        return ""
    return f"likewise {', '.join(names)}" + (f" and {more:,} more" if more else "")


def _sentence(gap: ReportedGap, named: set[str]) -> str:
    """What the gap says without what it says it of."""
    own = named | set(re.findall(r"\w+", gap.subject.lower()))
    words = _ASIDE.sub("", gap.message).split()
    return " ".join(
        word for word in words if not _NAME.search(word) and word.strip(".,:;'\"").lower() not in own
    )
