"""What a report says in words and counts; every format tells the same story from here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from roadworthy.catalogue import DIMENSIONS, Severity
from roadworthy.report.record import Report, ReportedGap

OPEN_STATES = frozenset({"proven", "fix-failed", "suspected", "flaky", "untestable"})
"""A gap in one of these still stands."""
PROVEN_STATES = frozenset({"proven", "fix-failed"})
"""It was seen to happen and is not repaired."""
SEVERITIES = tuple(severity.value for severity in Severity)
"""Worst first."""

WORDS = {
    "proven": "proven",
    "fix-failed": "repair undone",
    "suspected": "suspected",
    "flaky": "comes and goes",
    "untestable": "not testable here",
    "fixed": "repaired",
    "cleared": "cleared",
    "accepted": "accepted",
}
"""How people say a state."""


class DimensionCount(Struct, frozen=True):
    """One dimension in numbers. `proven` and `suspected` still stand; `clear` are clear verdicts and gaps that an
    experiment cleared; `accepted` by a person; `unknown` could not be told."""

    id: str
    title: str
    proven: int = 0
    suspected: int = 0
    repaired: int = 0
    clear: int = 0
    accepted: int = 0
    unknown: int = 0

    @property
    def checks(self) -> int:
        """All that was judged and could apply."""
        return self.proven + self.suspected + self.repaired + self.clear + self.accepted + self.unknown


def dimension_counts(report: Report) -> tuple[DimensionCount, ...]:
    """All ten, in the order of the catalogue."""
    gaps = Counter((gap.dimension, standing_word(gap.state)) for gap in report.gaps)
    verdicts = Counter((row.pattern.split("/")[0], row.verdict) for row in report.checklist)
    return tuple(
        DimensionCount(
            dimension.id,
            dimension.title,
            gaps[dimension.id, "proven"],
            gaps[dimension.id, "suspected"],
            gaps[dimension.id, "repaired"],
            gaps[dimension.id, "clear"] + verdicts[dimension.id, "clear"],
            gaps[dimension.id, "accepted"],
            verdicts[dimension.id, "unknown"],
        )
        for dimension in DIMENSIONS
    )


class Untold(Struct, frozen=True):
    """Subjects of which one pattern could not tell for the same reason: `subjects` names the first of `count`."""

    pattern: str
    reason: str
    subjects: str
    count: int


def untold(report: Report) -> tuple[Untold, ...]:
    """What could not be told, each reason once, the one that leaves most subjects open first: a guard that was not followed and stands
    before forty endpoints is one thing to know."""
    alike: dict[tuple[str, str], list[str]] = {}
    for row in report.checklist:
        if row.verdict == "unknown":
            alike.setdefault((row.pattern, row.reason), []).append(row.subject)
    found = [Untold(pattern, reason, _first(names), len(names)) for (pattern, reason), names in alike.items()]
    return tuple(sorted(found, key=lambda one: -one.count))


_NAMED = 2
"""Subjects that are named; the rest are counted."""


def _first(names: list[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def standing_word(state: str) -> str:
    """In which of the words that a reader counts by a gap stands."""
    if state in PROVEN_STATES:
        return "proven"
    return {"fixed": "repaired", "cleared": "clear", "accepted": "accepted"}.get(state, "suspected")


def standing(report: Report) -> tuple[ReportedGap, ...]:
    """The gaps that still stand, in the order in which to take them: by priority, proven before suspected."""
    still = [gap for gap in report.gaps if gap.state in OPEN_STATES]
    return tuple(sorted(still, key=lambda gap: (-gap.priority, gap.state not in PROVEN_STATES)))


def headline(report: Report) -> str:
    """What was found, in a sentence or two."""
    still = standing(report)
    proven = sum(gap.state in PROVEN_STATES for gap in still)
    repaired = sum(gap.state == "fixed" for gap in report.gaps)
    parts = [(proven, "proven"), (len(still) - proven, "suspected"), (repaired, "repaired")]
    told = [(number, word) for number, word in parts if number]
    clear = sum(count.clear for count in dimension_counts(report))
    sentences = [f"{_listed(told)}." if told else "No gap was found."]
    if still:
        sentences.append(f"The worst still open is {worst_of(still)}.")
    sentences.append(f"{plural(clear, 'check')} {'is' if clear == 1 else 'are'} clear.")
    return " ".join(sentences)


def _listed(told: list[tuple[int, str]]) -> str:
    (number, word), *rest = told
    first = f"{plural(number, 'gap')} {'is' if number == 1 else 'are'} {word}"
    others = [f"{more:,} {other}" for more, other in rest]
    *middle, last = [first, *others]
    return f"{', '.join(middle)} and {last}" if middle else last


def worst_of(gaps: Iterable[ReportedGap]) -> str:
    """The worst severity among gaps, '' when there are none."""
    present = {gap.severity for gap in gaps}
    return next((severity for severity in SEVERITIES if severity in present), "")


def next_step(report: Report) -> tuple[str, str]:
    """The command to run next and what it does; ('', '') when nothing is left to do."""
    still = standing(report)
    if not still:
        return "", ""
    if report.command == "audit":
        return "roadworthy prove", "runs the app in isolation and turns suspicions into proof"
    if all(gap.state == "untestable" for gap in still):
        return "roadworthy doctor", "says what running apps needs and what is missing here"
    if any(gap.state in ("proven", "suspected") and gap.fix is None for gap in still):
        return "roadworthy fix", "repairs in this order on a branch, each repair verified"
    return "roadworthy verify", "replays every reproduction"


def plural(number: int, noun: str) -> str:
    """`1 check`, `2 checks`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
