"""What gaps have to do with each other: one cause in many places, and gaps that make others worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from roadworthy.app import Location
from roadworthy.audit import AuditedGap, CheckedVerdict
from roadworthy.catalogue.pattern import Pattern
from roadworthy.report.record import Cause

MOST_OF = 3
"""So many places, when they are half of all or more, have one cause."""
MANY = 5
"""So many places are not mended one by one, however many are sound."""
_SETTLED = frozenset({"fixed", "cleared", "accepted"})


def causes_of(
    gaps: Sequence[AuditedGap], checklist: Sequence[CheckedVerdict], patterns: Mapping[str, Pattern]
) -> tuple[Cause, ...]:
    """Patterns that many places share and that one change would mend in all of them, the most urgent first."""
    standing = [gap for gap in gaps if gap.state not in _SETTLED]
    found = list(_one_place(standing))
    clear = Counter(row.pattern for row in checklist if row.verdict == "clear")
    for identifier, pattern in patterns.items():
        own = [gap for gap in standing if gap.pattern == identifier]
        places = len(own) + clear[identifier]
        if pattern.together and (len(own) >= MANY or len(own) >= max(MOST_OF, places / 2)):
            cause = Cause(identifier, pattern.fails, tuple(g.id for g in own), places, pattern.together)
            found.append((sum(gap.priority for gap in own), cause))
    return tuple(cause for _, cause in sorted(found, key=lambda pair: (-pair[0], pair[1].pattern)))


def _one_place(standing: Sequence[AuditedGap]) -> Iterator[tuple[float, Cause]]:
    """Gaps of several subjects that lie in one line, such as a helper that all of them call."""
    by_place: dict[tuple[str, Location], list[AuditedGap]] = {}
    for gap in standing:
        if gap.locations:
            by_place.setdefault((gap.pattern, gap.locations[0]), []).append(gap)
    for (pattern, place), own in by_place.items():
        if len(own) > 1:
            ids = tuple(gap.id for gap in own)
            cause = Cause(pattern, own[0].message, ids, len(own), f"One change at {place} mends all of them")
            yield sum(gap.priority for gap in own), cause


def worse_of(gap: AuditedGap, gaps: Sequence[AuditedGap], patterns: Mapping[str, Pattern]) -> tuple[str, ...]:
    """The other gaps that make this one worse, a sentence each with the other's id."""
    return tuple(
        f"Worse here because of another gap: {patterns[other.pattern].fails[:1].lower()}"
        f"{patterns[other.pattern].fails[1:]} ({other.id})"
        for other in gaps
        if other.state not in _SETTLED
        and other.pattern in patterns
        and gap.pattern in patterns[other.pattern].worsens
        and (other.subject == gap.subject or patterns[other.pattern].whole_app)
    )
