"""What people wait for that only the memory of one process holds."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.persistence.missing_constraint.finding import MEMORY, MissingConstraint
from roadworthy.views.code.kept_in_process import kept_in_process


def lost_at_restart(app: App) -> Iterator[Verdict]:
    """One verdict for each container of a module that one request fills and another asks."""
    for container in app.view(kept_in_process):
        yield gap(
            container.name,
            f"What `{container.name}` holds is gone with the next restart, and a second server does not know it",
            impact="Lost data: whoever was between two steps starts again, and with two servers every other request finds nothing",
            locations=(container.location, *container.adds),
            evidence=(
                f"`{container.name}` is a variable of the module, made at {container.location}",
                *(f"a request fills it at {place}" for place in container.adds[:3]),
                "no table, file or cache outside of the process keeps the same",
            ),
            severity=Severity.MEDIUM,
            details=MissingConstraint(MEMORY),
            anchor=f"{MEMORY}:{container.location.path}",
        )
