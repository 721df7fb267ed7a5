"""Says what is wrong, about this app."""

from __future__ import annotations

from roadworthy.app import Location
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.injection.finding import InjectionGap
from roadworthy.views.people.access import ROLE, Access

WORST_FIRST = (
    "command",
    "code",
    "deserialise",
    "sql",
    "template",
    "nosql",
    "pattern",
    "path",
    "upload",
    "request",
    "redirect",
    "mail",
    "search",
)
_MESSAGE = {
    "sql": "`{part}` of the request is put into the SQL as text",
    "nosql": "`{part}` of the request may be an operator instead of a value",
    "pattern": "`{part}` of the request is a pattern where one row is meant",
    "command": "`{part}` of the request is put into a command of the server's shell",
    "code": "`{part}` of the request is run as code",
    "deserialise": "`{part}` of the request is turned into objects that may run code",
    "path": "`{part}` of the request chooses which file is used",
    "upload": "`{part}` of the request is uploaded from wherever it says",
    "template": "`{part}` of the request is compiled as a template",
    "request": "`{part}` of the request decides which address the server asks",
    "mail": "`{part}` is put into the markup of a mail as it comes",
    "search": "`{part}` of the request is taken as a regular expression where people search for a text",
    "redirect": "`{part}` decides to which site a visitor is sent on",
}
_IMPACT = {
    "sql": "Data breach: the sender reads and changes whatever the database holds",
    "nosql": "The sender matches rows without knowing their values: signing in, coupons and codes are open",
    "pattern": "With `.*` the sender finds somebody else's row: another person's account, a code that nobody told them",
    "command": "The sender runs programs on the server",
    "code": "The sender runs code on the server",
    "deserialise": "The sender runs code on the server",
    "path": "The sender reads or overwrites files of the server",
    "upload": "The sender has files of the server, or whatever an address holds, put where everybody can fetch it",
    "template": "The sender reads what the template can reach, up to running code",
    "request": "The sender reaches what only the server may reach, with the server's own rights",
    "mail": "Anyone can have the app send links and text of their own, from its own address, to whomever they name",
    "search": "A bracket in a search breaks it, and one expression that takes long keeps the database from everybody else",
    "redirect": "A link on the app's own address leads to a copy of it that collects passwords",
}
_CWE = {
    "sql": "CWE-89",
    "nosql": "CWE-943",
    "pattern": "CWE-625",
    "command": "CWE-78",
    "code": "CWE-95",
    "deserialise": "CWE-502",
    "path": "CWE-22",
    "upload": "CWE-73",
    "template": "CWE-1336",
    "request": "CWE-918",
    "mail": "CWE-80",
    "search": "CWE-1333",
    "redirect": "CWE-601",
}
# A part of a path of a server that the app names itself: the sender gets no further than that server.
WITHIN = "within"
_MESSAGE[WITHIN] = "`{part}` of the request can lead to another address of the server that is asked"
_IMPACT[WITHIN] = "With `../` in it the server is asked for something else, with the app's own rights there"
_SEVERITY = {
    WITHIN: Severity.MEDIUM,
    "sql": Severity.CRITICAL,
    "command": Severity.CRITICAL,
    "code": Severity.CRITICAL,
    "deserialise": Severity.CRITICAL,
    "redirect": Severity.MEDIUM,
    "mail": Severity.MEDIUM,
    "search": Severity.LOW,
}


# Which address is asked, which file of theirs is opened: what those who run an app decide anyhow, but for statements and programs.
_DECIDED_BY_STAFF = ("template", "request", "path", "upload", "pattern")


def _by_staff(found: InjectionGap) -> bool:
    """Whether only people with a role can send it, in what they are there to decide."""
    return (
        found.kind in _DECIDED_BY_STAFF
        and found.endpoint is not None
        and ROLE in Access(found.endpoint).anywhere()
    )


def _makes_folders(found: InjectionGap) -> bool:
    """Whether all that the sender chooses is the name of a folder that is made: nothing is read, written over or deleted."""
    return found.kind == "path" and found.api.rsplit(".", 1)[-1] in ("makedirs", "mkdir", "mkdirSync")


def _from_outside(found: InjectionGap) -> bool:
    """Whether a function that a platform runs is what asks the address: nothing of the app's own stands in its network that does not
    answer the internet anyhow (docs/decisions/0031-severity.md)."""
    return found.kind == "request" and found.endpoint is not None and found.endpoint.kind == "function"


def told(found: InjectionGap, declared: Location | None = None) -> Verdict:
    """The verdict on a gap, in words."""
    name = ".".join(found.part.path) or found.part.kind
    endpoint = found.endpoint
    place = endpoint.location if endpoint is not None else declared
    kind = WITHIN if found.within else found.kind
    message = _MESSAGE[kind].format(part=name)
    if found.part.kind == "row":
        message = message.replace(" of the request", ", which clients fill,")
    return gap(
        endpoint.subject if endpoint is not None else found.subject,
        message,
        impact=_IMPACT[kind],
        locations=tuple(dict.fromkeys(p for p in (found.place, place) if p is not None)),
        evidence=(
            f"`{name}` comes from the {_SOURCE.get(found.part.kind, found.part.kind)} and reaches `{found.api}` at {found.place}",
            "nothing on the way escapes it, binds it or compares it with what is allowed",
        ),
        severity=Severity.MEDIUM
        if found.bound or _by_staff(found) or _makes_folders(found) or _from_outside(found)
        else _SEVERITY.get(kind, Severity.HIGH),
        details=found,
        cwe=_CWE[found.kind],
    )


_SOURCE = {
    "params": "address",
    "query": "query string",
    "headers": "headers",
    "cookies": "cookies",
    "parsed": "request, through a schema that says nothing of its content",
    "body": "body",
    "row": "table, where clients wrote what they liked,",
}
