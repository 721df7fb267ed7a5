"""Which tables hold what strangers should not see, told by their names and columns."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.app.other_tongues import in_english
from roadworthy.app.table import Table
from roadworthy.regex import regex
from roadworthy.views.people.people import owner_of, users_table

_PERSONAL = regex(
    r"e_?mail|phone|mobile|(^|_)(street_?)?address(_line)?(_?\d)?$|birth|(^|_)dob$|ssn|passport|iban|salary|tax_id|medical|diagnos|allerg"
    r"|emergency|(^|_)ip(_address)?$|whatsapp|last_four",
    re.I,
)
_CREDENTIAL = regex(
    r"pass(word|wd|code)|(^|_)(access|refresh|session|reset|auth|api)?_?tokens?$|secret|api_?key|private_?key|(^|_)(otp|pin|salt)$"
    r"|recovery_?codes?|totp",
    re.I,
)
# What such a row says is between the person and the app.
_CONFIDENTIAL = regex(
    r"(^|_)(orders?|order_items|payments?|invoices?|transactions?|messages?|conversations?|chats?|notifications?|bookings?|appointments?"
    r"|reservations?|carts?|cart_items|subscri\w+|wallets?|balances?|credits?|documents?|files|uploads|contacts?|leads?|clients?|customers?"
    r"|patients?|diagnos[ei]s|medical_records?|treatments?|prescriptions?|grades?|report_cards?"
    r"|(exam|quiz|test|homework|course)_?(assignments?|submissions?|attempts?|results?|answers?|grades?)|(audit|activity|login|access|booking|email)_?(logs?|attempts?|history)|logs?|sessions?|tokens?|api_keys|credentials?"
    r"|sales?|notes?|journals?|diary|expenses?|budgets?|payouts?|withdrawals?|tickets?|support_\w+|applications?|admins?|admin_users?|employees?"
    r"|invitations?|invites?)$",
    re.I,
)
_REACHED = regex(r"e_?mail|phone|mobile|whatsapp", re.I)
# Things whose address and telephone are there to be found.
_SHOWN = regex(
    r"(^|_)(settings?|config\w*|compan(y|ies)|business(es)?|stores?|shops?|restaurants?|venues?|locations?|branch(es)?|clinics?|hotels?|schools?"
    r"|houses?|apartments?|hostels?|rentals?|rooms?|gyms?|hospitals?|pharmac(y|ies)|universit(y|ies)|colleges?|stations?"
    r"|organi[sz]ations?|vendors?|listings?|propert(y|ies)|events?|contact_info|offices?|places|salons?|barbers?|doctors|staff|team_members)$",
    re.I,
)
# Things that are offered, of which it is told what they hold.
_GOODS = regex(
    r"(^|_)(menus?|menu_\w+|dish(es)?|meals?|foods?|drinks?|products?|recipes?|ingredients?|items?|snacks?|plates?)$",
    re.I,
)
_WHAT_IS_IN_IT = regex(r"allerg", re.I)


def is_private(app: App, table: Table) -> bool:
    """Whether strangers should not see a table's rows."""
    return bool(private_columns(app, table)) or is_confidential(app, table)


def private_columns(app: App, table: Table) -> tuple[str, ...]:
    """The columns that say more of a person than they would tell a stranger, credentials first."""
    credentials = credential_columns(table)
    if _SHOWN.search(table.words):
        return credentials
    of_goods = bool(_GOODS.search(table.words))
    personal = [
        c.name
        for c in table.columns
        if _PERSONAL.search(in_english(c.name))
        and c.type.split("(")[0] != "boolean"
        and not (of_goods and _WHAT_IS_IN_IT.search(in_english(c.name)))
    ]
    return tuple(dict.fromkeys((*credentials, *personal)))


def credential_columns(table: Table) -> tuple[str, ...]:
    """The columns that open something."""
    return tuple(
        c.name
        for c in table.columns
        if _CREDENTIAL.search(in_english(c.name))
        and c.type.split("(")[0] in ("text", "varchar", "uuid", "jsonb", "bytea", "text[]", "any")
    )


def is_confided(app: App, table: Table) -> bool:
    """Whether rows are what people left with the app, and say how they are reached (messages of a contact form, leads,
    customers), or are about such a person (a patient's appointments). They need not be tied to an account."""
    if not _is_between(table):
        return False
    about = (app.table(c.references.table) for c in table.columns if c.references is not None)
    return _tells_how_reached(table) or any(
        one is not None and _is_between(one) and _tells_how_reached(one) for one in about
    )


# Of whom an app keeps a record, whether or not they come in themselves.
_RECORD_OF_SOMEBODY = regex(
    r"(^|_)(patients?|customers?|clients?|leads?|employees?|contacts?|applicants?|applications?)$", re.I
)


def is_record_of_somebody(table: Table) -> bool:
    """Whether each row is one person whom the app keeps a record of, with how they are reached."""
    named = _RECORD_OF_SOMEBODY.search(table.words) or _is_served(table)
    return bool(named) and _is_between(table) and _tells_how_reached(table)


def _is_between(table: Table) -> bool:
    kept = _CONFIDENTIAL.search(table.words) or _is_served(table)
    return bool(kept) and not _SHOWN.search(table.words)


# Whom a club, a library or a school serves, and how they are found outside of it: a mere address for letters may be a team's.
_SERVED = regex(
    r"(^|_)(members?|students?|pupils?|guests?|residents?|borrowers?|donors?|tenants?|volunteers?|subscribers?)$",
    re.I,
)
_AT_HOME = regex(r"phone|mobile|(^|_)(home_?|street_?|postal_?)?address|birth|(^|_)dob$", re.I)


def _is_served(table: Table) -> bool:
    return bool(_SERVED.search(table.words)) and any(
        _AT_HOME.search(in_english(column.name)) for column in table.columns
    )


def _tells_how_reached(table: Table) -> bool:
    return any(_REACHED.search(in_english(column.name)) for column in table.columns)


def is_confidential(app: App, table: Table) -> bool:
    """Whether rows are by their nature between a person and the app, and tied to a person."""
    people = users_table(app)
    tied = owner_of(app, table.name) is not None or (people is not None and table.name == people.name)
    return tied and bool(_CONFIDENTIAL.search(table.words))


# What somebody shows to others, or says about what others show.
_CONTENT = regex(
    r"title|name|headline|caption|content|body|text|description|summary|image|photo|picture|video|slug|bio|message|question|url|emoji",
    re.I,
)
_SOCIAL = regex(
    r"score|like|vote|follow|reaction|rating|review|comment|badge|achievement|member|participa|attendee|rsvp|play|view|visit|point"
    r"|friend|share|save|favou?rite|bookmark|rank|streak|game|match|bid|post|pick|entr(y|ie)|listing",
    re.I,
)


def is_dealing(app: App, table: Table) -> bool:
    """Whether rows only say what a person had to do with something (who borrowed which book until when), and hold nothing that
    anybody would put on show."""
    owner = owner_of(app, table.name)
    referring = [column for column in table.columns if column.references is not None]
    return (
        owner is not None
        and not owner.through
        and len(referring) > 1
        and not _SOCIAL.search(table.words)
        and not any(_CONTENT.search(in_english(column.name)) for column in table.columns)
    )
