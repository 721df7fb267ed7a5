"""The ways in which a person's account is deleted or emptied: those that the code shows, and those that their names promise."""

from __future__ import annotations

import re

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.other_tongues import spelled
from roadworthy.app.query import Query
from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.people.people import ACCOUNTS, personal_columns, users_table

_LEAVE = r"(?:delete|erase|remove|close|deactivate|destroy|unregister|cancel)"
_PERSON = r"(?:account|profile|me|user|users|myself)"
# What stands for somebody in a path: `:id`, `{id}`, `<int:id>`, `[id]`.
_SOMEBODY = r"(?:/(?::\w+|\{[^}]+\}|<[^>]+>|\[[^\]]+\]))?"
_NAMED = regex(
    rf"(?:/{_PERSON}{_SOMEBODY}/{_LEAVE}{_SOMEBODY}|/{_LEAVE}[-_/]?(?:my[-_]?)?{_PERSON}{_SOMEBODY}|/{_PERSON}[-_](?:deletion|delete))/?$",
    re.I,
)
_THEMSELVES = regex(rf"/{_PERSON}{_SOMEBODY}/?$", re.I)


# What says who somebody is; when an address was verified says nothing.
_TELLING = regex(r"(\w+_)?(e_?mail|name)(_address)?")


def ways_out(app: App) -> tuple[Endpoint, ...]:
    """The endpoints whose queries erase a person: themselves, or an administrator on request."""
    return app.view(_ways_out)


def _ways_out(app: App) -> tuple[Endpoint, ...]:
    people = users_table(app)
    return tuple(one for one in app.endpoints if people is not None and _erases(people, one))


def _erases(people: Table, endpoint: Endpoint) -> bool:
    access = Access(endpoint)
    for query in endpoint.queries:
        if query.table in (people.name, ACCOUNTS) and (deletes(query) or _anonymises(people, query)):
            if _sweeps(query):
                continue
            own = any(f.operator == "=" and access.is_own(f.value) for f in query.filters)
            if own or ROLE in access.at_query(query):
                return True
    return False


def _sweeps(query: Query) -> bool:
    """Whether it clears away whoever is old or never came back, and nobody says whom: `deleteMany({ emailVerified: false })`."""
    told = [leaf for item in query.filters for leaf in item.value.leaves()]
    return (
        bool(told)
        and not query.one
        and all(leaf.kind in ("constant", "clock", "environment") for leaf in told)
    )


def deletes(query: Query) -> bool:
    """Whether its rows are gone afterwards."""
    return query.operation == "delete"


def _anonymises(people: Table, query: Query) -> bool:
    """Whether an update takes the e-mail or name away: something the server made up is written over it."""
    if query.operation != "update":
        return False
    telling = {name for name in personal_columns(people) if _TELLING.fullmatch(spelled(name))}
    return any(write.column in telling and not write.value.from_request for write in query.writes)


def named_ways_out(app: App) -> tuple[Endpoint, ...]:
    """The endpoints that are called after the deletion of an account, whatever is understood of what they do."""
    return tuple(one for one in app.endpoints if called_a_way_out(*_as_address(one)))


def _as_address(endpoint: Endpoint) -> tuple[str, str]:
    """Edge functions and server actions have names: `delete-account`, `deleteAccountAction`."""
    if endpoint.kind not in ("function", "action"):
        return endpoint.method, endpoint.path
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", endpoint.path.partition(" (")[0])
    return "POST", f"/{name.removesuffix('-Action')}"


def called_a_way_out(method: str, path: str) -> bool:
    """Whether a request is named for the deletion of an account: `POST /account/delete`, `DELETE /api/users/:id`."""
    by_name = method != "GET" and _NAMED.search(path) is not None
    return by_name or (method == "DELETE" and _THEMSELVES.search(path) is not None)


def finds_some(app: App, query: Query) -> bool:
    """Whether it looks for rows by what they have: Mongoose sends a field on that its schema does not know, and MongoDB finds
    nothing by it."""
    table = app.table(query.table)
    if table is None or table.library != "mongoose" or table.partial:
        return True
    named = [f.column.split(".")[0] for f in query.filters if f.operator == "=" and not f.optional]
    return all(name in ("_id", "id") or table.column(name) is not None for name in named)
