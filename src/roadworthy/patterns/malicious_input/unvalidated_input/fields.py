"""Single fields of the request, and what an unchecked value does in the column that it is written into."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.patterns.malicious_input.unvalidated_input.checked import is_checked
from roadworthy.patterns.malicious_input.unvalidated_input.finding import Flaw
from roadworthy.patterns.malicious_input.unvalidated_input.overlong import is_endless, is_overlong
from roadworthy.patterns.malicious_input.unvalidated_input.records import lets_admin
from roadworthy.patterns.malicious_input.unvalidated_input.stated import is_refused, takes_other_words
from roadworthy.regex import regex
from roadworthy.views.data.field_limits import limits_of
from roadworthy.views.data.request_fields import RequestField
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, UNREAD, Access
from roadworthy.views.people.people import gives_rights, is_password

_CHOICE = regex(
    r"(^|_)(status|state|type|kind|role|priority|visibility|mode|stage|level|plan|tier|currency|unit)$", re.I
)
# What a schema says of a value that a collection without one of its own takes.
_NUMBER = regex(r"(int|float|number|decimal|Decimal|conint|confloat)\b")
_TEXT = regex(r"(str|string)\b")
_UNBOUNDED = ("text", "string", "varchar", "character varying", "json", "jsonb")


def _for_oneself(access: Access, field: RequestField) -> bool:
    """Whether people set a right of their own, and not somebody who has the right to. Where a schema lets it through to
    anybody's row, it is the missing check of who asks that gives it away, which is broken access."""
    given = [write.facts for write in field.query.writes if write.column == field.column.name]
    if any(ROLE in access.guards(facts) for facts in given):
        return False
    guards = access.at_query(field.query)
    return field.rules is None or OWNER in guards or SIGNED_IN not in guards


def _set_once(field: RequestField) -> bool:
    """Whether a right is only taken from the request where the person has none yet, out of the few that a schema lists: how
    they join, and not a way up."""
    missing = any(
        fact.operator == "truthy" and not fact.holds and fact.left.path[-1:] == (field.column.name,)
        for fact in field.query.facts
        if fact.left.kind in ("session", "row")
    )
    return (
        missing
        and field.rules is not None
        and re.search(r"\b(enum|literal)\b", field.rules, re.I) is not None
    )


def flaws_of(app: App, access: Access, field: RequestField, guarded: bool, trusted: bool) -> Iterator[Flaw]:
    """At most one: what the field lets through. `guarded` when only people with a role get there, `trusted` when it is the operator's
    own people."""
    # Something that was not read (a service's own token, under a setting) may let in only who is to decide it; whoever changes their own
    # row is nobody's service.
    held = access.at_query(field.query)
    decides = guarded or bool(held & {ROLE, UNREAD} and OWNER not in held)
    grants = (
        not decides
        and gives_rights(app, field.table, field.column.name)
        and not field.bounded
        and _for_oneself(access, field)
        and not _set_once(field)
    )
    joining = field.query.operation == "insert"
    if grants and (field.rules is None or lets_admin(app, field.rules, joining=joining)):
        yield Flaw(field, "privilege")
        return
    harm = _harm(app, field)
    if harm and not is_checked(field, harm, trusted) and not is_refused(field, harm):
        yield Flaw(field, harm)
    elif harm == "length" and is_overlong(app, field):
        yield Flaw(field, "overlong")
    elif harm == "length" and is_endless(access.endpoint, field):
        yield Flaw(field, "length")


def _harm(app: App, field: RequestField) -> str:
    """What an unchecked value does in this column; '' where the database refuses what makes no sense."""
    column = field.column
    if (
        column.primary
        or column.references is not None
        or re.search(r"(^|_)(id|uuid|key)$|[a-z]Id$", column.name)
    ):
        return ""
    if column.numeric or (column.type == "any" and _NUMBER.match(field.rules or "")):
        # Where every number makes sense (a coordinate, an offset), the database refuses the rest.
        return "range" if limits_of(app, field.table, column).low >= 0 else ""
    if column.values or column.type.startswith("enum"):
        return "choice" if takes_other_words(field) else ""
    head = column.type.partition("(")[0].strip()
    if head == "any" and field.rules is not None:
        head = "text" if _TEXT.match(field.rules) else head
    if head in _UNBOUNDED or head.startswith("char"):
        if is_password(column.name):
            return ""
        return "choice" if _CHOICE.search(column.name) and "json" not in head else "length"
    if (
        head == "any"
        and field.rules is None
        and field.table.library in ("mongodb", "firestore")
        and not is_password(column.name)
    ):
        return (
            "choice" if _CHOICE.search(column.name) else "shape"
        )  # a collection without a schema takes anything
    if head == "unknown" and field.rules is None and not is_password(column.name):
        return "shape"
    return "date" if head.startswith(("timestamp", "date")) else ""
