"""Briefs for what is reached past the firm, team or project whose it is."""

from __future__ import annotations

from roadworthy.catalogue import Gap
from roadworthy.edits import Brief
from roadworthy.patterns.malicious_input.broken_access.finding import AccessGap


def shared_brief(gap: Gap, found: AccessGap) -> Brief:
    """What all firms use is changed above them alone."""
    return Brief(
        title=f"Ask for a role above the firms: {gap.subject}"[:72],
        task=f"{gap.message}. Ask for a role that only the operator's own people have, or give each firm rows of {found.query.table} of its own.",
        constraints=("firms go on using what there is",),
        acceptance=("the administrator of a firm is refused, and the row stays as it is",),
    )


def peer_brief(gap: Gap, found: AccessGap) -> Brief:
    """Others of the same office have rows of their own."""
    return Brief(
        title=f"Ask whose it is: {gap.subject}"[:72],
        task=f"{gap.message}. Find the row of {found.query.table} by its key and by {found.owner_column}, as the other endpoints for this role do,"
        " and answer 404 for none; let through whoever is there for everybody's rows.",
        constraints=("the owner, and administrators, reach it as before",),
        acceptance=("another person with the same role is answered 404, and the row stays as it is",),
    )


def within_brief(gap: Gap, found: AccessGap) -> Brief:
    """What hangs on a row is looked up within it."""
    return Brief(
        title=f"Look within {found.through}: {gap.subject}"[:72],
        task=f"{gap.message}. Find the row of {found.query.table} by its key and by {found.owner_column}, the row of {found.through}"
        " whose right was asked for, and answer 404 for none.",
        constraints=("whoever may use the row above reaches what hangs on it as before",),
        acceptance=(
            f"with a row of {found.through} of one's own, what hangs on another is answered 404 and stays as it is",
        ),
    )


def tenant_brief(gap: Gap, found: AccessGap) -> Brief:
    """A membership is asked for before the firm that the request names is reached."""
    return Brief(
        title=f"Ask for membership in {found.endpoint.subject}"[:72],
        task=f"{gap.message}. Before the query at {found.query.location}, make sure that the signed-in person is an active member of "
        f"the {found.owner_column} that the request names, the way the app's other endpoints do.",
        constraints=("members go on as before", "others get 403 or 404, and learn nothing of the firm"),
        acceptance=("a signed-in user who names another firm is refused", "the app's own tests pass"),
    )
