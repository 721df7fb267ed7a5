"""Looks at every deletion: what goes, what goes along, and whether anything could bring it back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadworthy.app import App
from roadworthy.app.other_tongues import spelled
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.persistence.hard_delete.finding import DeleteGap
from roadworthy.regex import regex
from roadworthy.views.data.deletions import Deletion, Spared, deletions, records_of_people
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import users_table

# So many tables below are a branch of the data (an organisation, a document with all that was said of it), not a part or two.
_BRANCH = 4


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each subject that deletes, and one for the records that go with a person."""
    for one in deletions(app):
        yield clear(one.subject, one.why) if isinstance(one, Spared) else _gap(app, one)
    yield from _with_people(app)


def _gap(app: App, found: Deletion) -> Verdict:
    along = ", ".join(found.along[:4])
    return gap(
        found.subject,
        f"A row of {found.table} is deleted for good" + (f", and with it its {along}" if along else ""),
        impact="Data loss: a click on the wrong row cannot be undone"
        + (f", and takes what others put into {along}" if along else ""),
        locations=found.locations,
        evidence=_facts(found),
        severity=Severity.HIGH if _is_grave(app, found) else None,
        details=DeleteGap(found),
    )


# What was agreed on or handed in, and others rely on. What was only said about a thing (comments, replies, votes) goes with it
# wherever such a thing can be deleted: of six told for those in well-made apps none was grave.
_OF_OTHERS = regex(
    r"(^|_)(submissions?|evidences?|evidence_items?|signatures?|payments?|orders?|invoices?|bookings?|appointments?|reservations?"
    r"|attendances?|grades?|referrals?|prescriptions?|enrol?lments?|applications?)$",
    re.I,
)
# Whoever gives up the whole of it asks for that, and is asked whether they mean it.
_WHOLE = regex(
    r"(^|_)(teams?|organi[sz]ations?|workspaces?|tenants?|compan(y|ies)|accounts?|stores?|shops?)$", re.I
)


def _is_grave(app: App, found: Deletion) -> bool:
    """Whether a whole branch goes with one click, and in it what other people put in or need."""
    others = any(_OF_OTHERS.search(spelled(name)) for name in found.along)
    whole = _WHOLE.search(spelled(found.table)) is not None
    return len(found.along) >= _BRANCH and others and not whole and not _by_staff(app, found)


def _by_staff(app: App, found: Deletion) -> bool:
    """Whether only people with a role can do it, who do it seldom and on purpose."""
    endpoint = app.endpoint(found.subject)
    return endpoint is not None and found.query is not None and ROLE in Access(endpoint).at_query(found.query)


def _facts(found: Deletion) -> list[str]:
    facts = [f"{found.subject} deletes from {found.table} at {found.locations[-1]}, and nothing keeps a copy"]
    if found.along:
        facts.append(f"keys with ON DELETE CASCADE take {', '.join(found.along)} along")
    if found.soft:
        facts.append(f"{found.table}.{found.soft} could hide the row instead")
    return facts


def _with_people(app: App) -> Iterable[Verdict]:
    people, found = users_table(app), records_of_people(app)
    if people is None or not found:
        return
    names = ", ".join(dict.fromkeys(tie.table.name for tie in found))
    yield gap(
        f"table {people.name}",
        f"When a row of {people.name} is deleted, its {names} go with it",
        impact="Money: records that the books and other people need vanish with one person",
        locations=tuple(tie.column.location for tie in found),
        evidence=[
            f"{tie.table.name}.{tie.column.name} at {tie.column.location} has ON DELETE CASCADE"
            for tie in found[:5]
        ],
        details=DeleteGap(ties=found),
        anchor="cascade",
    )
