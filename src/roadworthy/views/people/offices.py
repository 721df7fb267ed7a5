"""Apps that have no accounts but those of the operator's own people."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.people import users_table

_OFFICE = regex(
    r"^(site_?|super_?)?(admin(istrator)?s?|admin_?users?|staff(_?(users?|members?))?|moderators?)$", re.I
)


def accounts_are_staffs(app: App) -> bool:
    """Whether the table of those who sign in is named after an office. A view."""
    people = users_table(app)
    return people is not None and bool(_OFFICE.search(people.words))


def only_staff_signs_in(app: App) -> bool:
    """The same, where nobody makes themselves such an account either. A view."""
    people = users_table(app)
    return (
        people is not None
        and app.view(accounts_are_staffs)
        and not any(
            query.operation in ("insert", "upsert")
            and query.table == people.name
            and SIGNED_IN not in Access(endpoint).at_query(query)
            for endpoint in app.endpoints
            for query in endpoint.queries
        )
    )


def is_for_staff(app: App, subject: str) -> bool:
    """Whether only people with a role get there: few, who come seldom, so that what is slow there holds up hardly anybody."""
    endpoint = app.endpoint(subject)
    return endpoint is not None and ROLE in Access(endpoint).anywhere()
