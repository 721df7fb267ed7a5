"""What remains to be done and decided, on one page."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.audit import Audit, AuditedGap
from roadworthy.catalogue import Severity
from roadworthy.edits.markdown import code, escaped
from roadworthy.views.operations.runbooks import runbooks

RUNBOOKS = "operations/no-runbooks"
_CLOSED = ("fixed", "cleared", "accepted")
_RANK = {severity: number for number, severity in enumerate(Severity)}
_SHOWN = 100


def operations(audit: Audit, app: App, runbook_paths: tuple[str, ...]) -> str:
    """The page as Markdown. `runbook_paths` are those that are handed over with it."""
    return "\n\n".join(_blocks(audit, app, runbook_paths)) + "\n"


def _blocks(audit: Audit, app: App, runbook_paths: tuple[str, ...]) -> Iterator[str]:
    yield "# Running it"
    pages = sorted(
        path
        for path in {*runbook_paths, *(one.path for one in runbooks(app))}
        if not path.endswith("README.md")
    )
    if pages:
        yield f"When it fails, one of these says what to do: {', '.join(code(path) for path in pages)}."
    yield from _decisions()
    yield from _gaps("Gaps that remain", _open_gaps(audit, bool(runbook_paths)))
    yield from _gaps("Gaps that were accepted", [gap for gap in audit.gaps if gap.state == "accepted"])
    yield from _holes(audit)


def _open_gaps(audit: Audit, runbooks_come_along: bool) -> list[AuditedGap]:
    """What still stands once these documents are in the repository."""
    closed = (RUNBOOKS,) if runbooks_come_along else ()
    return [gap for gap in audit.gaps if gap.state not in _CLOSED and gap.pattern not in closed]


def _decisions() -> Iterator[str]:
    yield "## For people to decide"
    yield "\n".join(
        (
            "- Who is on call, and who when they do not answer.",
            "- Who may open the consoles of the server, the database and each outside service, and where the keys are kept.",
            "- How long each kind of personal data is kept ([data-map.md](data-map.md)).",
            "- When a backup was last restored as a test, and by whom.",
        )
    )


def _gaps(title: str, gaps: list[AuditedGap]) -> Iterator[str]:
    if not gaps:
        return
    ranked = sorted(gaps, key=lambda gap: (_RANK[gap.severity], -gap.priority, gap.id))
    yield f"## {title} ({len(ranked)})"
    lines = [_gap(gap) for gap in ranked[:_SHOWN]]
    if len(ranked) > _SHOWN:
        lines.append(f"- and {len(ranked) - _SHOWN} more, in the report.")
    yield "\n".join(lines)


def _gap(gap: AuditedGap) -> str:
    place = f" {code(str(gap.locations[0]))}." if gap.locations else ""
    why = ""
    if gap.state == "accepted" and gap.evidence:
        why = f" {escaped(gap.evidence[-1])}."
    elif gap.fix is not None and gap.fix.reason:
        why = f" Not repaired: {escaped(gap.fix.reason)}."
    return f"- **{gap.severity}**, {gap.state}: {escaped(gap.message)} ({escaped(gap.subject)}).{place}{why} {code(gap.id)}"


def _holes(audit: Audit) -> Iterator[str]:
    holes = [f"- {code(f'{hole.path}:{hole.line}')} {escaped(hole.reason)}" for hole in audit.unknown]
    holes += [
        f"- {code(fault.pattern)} could not be judged: {escaped(fault.reason)}" for fault in audit.errors
    ]
    if holes:
        yield f"## Not understood ({len(holes)})"
        yield "Nothing is known about these places: neither that they are sound nor that they are not."
        yield "\n".join(holes[:_SHOWN])
