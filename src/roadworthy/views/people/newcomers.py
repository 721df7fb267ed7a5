"""Whether strangers come to have an account by themselves."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.people import users_table
from roadworthy.views.people.registration import open_registration

# Where accounts are made that no query of the app's own was seen to make: by a library, or with another company's.
_WAYS_IN = regex(
    r"regist|sign_?-?up|join|enrol|invit|oauth|openid|oidc|saml|social|sso|callback|connect", re.I
)


def strangers_register(app: App) -> bool:
    """Whether anybody can make themselves an account. A view."""
    people = users_table(app)
    return people is not None and any(
        query.operation == "insert"
        and query.table == people.name
        and SIGNED_IN not in Access(endpoint).at_query(query)
        for endpoint in app.endpoints
        for query in endpoint.queries
    )


def only_the_known(app: App) -> bool:
    """Whether an app has accounts, and none that strangers could have made: all who are signed in are its author or were let in. A view."""
    return (
        users_table(app) is not None
        and not app.view(strangers_register)
        and not app.view(open_registration)
        and not any(_WAYS_IN.search(endpoint.path) for endpoint in app.endpoints)
    )
