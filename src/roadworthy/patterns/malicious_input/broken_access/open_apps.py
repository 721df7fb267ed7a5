"""Judges apps in which nothing asks who is there, though people's data is kept or the outside is set in motion; and callbacks that
take everyone's word."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint
from roadworthy.app.origin import Fact
from roadworthy.app.other_tongues import in_english
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.bare_doors import is_bare_door
from roadworthy.patterns.malicious_input.broken_access.exposure import is_told
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex
from roadworthy.views.people.access import UNREAD, Access, refuses
from roadworthy.views.people.admin_door import has_administration
from roadworthy.views.people.entry import is_entry, registers, signs_in
from roadworthy.views.people.people import owner_of, users_table
from roadworthy.views.people.personal import personal_data
from roadworthy.views.people.private_tables import is_confided
from roadworthy.views.requests.known_people import knows_people
from roadworthy.views.requests.signed import checks_signature

_MEANT_FOR_ALL = regex(
    r"^/?$|(^|/)(health\w*|healthz|ready\w*|readyz|live\w*|livez|ping|status|version|favicon\.ico|robots\.txt|docs|openapi\.json|metrics|redoc)/?$",
    re.I,
)
_CALLBACK = regex(
    r"(^|[/_-])(web)?hooks?([/_-]|$)|(^|/)(ipn|receipts?)(/|$)|(^|[/_-])callbacks?(_?-?ur[li])?(/|$)", re.I
)
_SIGNATURE = regex(r"signature|hmac", re.I)
# What may look into a signature, by whatever library.
_LOOKS_INTO = regex(r"verif|valid|unmarshal|construct|sign(ed)?\b|hmac|digest|compare|equal|authenti", re.I)
_NONE = "no endpoint of the app asks for a sign-in, a key or a signature, and it keeps names or addresses of people"
_IDLE = (
    "people can sign in, and no endpoint but those of their own account asks whether they did; nobody can sign up,"
    " so the app is for those whom its owner lets in"
)
# How a person is reached, or told from all others.
_CONTACT = regex(r"e?mail|phone|mobile|(^|_)(ssn|passport\w*|birth|dob)(_|$)", re.I)
# By whose name a business keeps what it had to do with them.
_DEALT_WITH = regex(r"^(customer|client|patient|guest|buyer|tenant)_?name$", re.I)
# What puts a page together that is the same for everyone.
_SHOWS = regex(
    r"(^|\.)(TemplateResponse|render_template|render|FileResponse|send_from_directory|HTMLResponse)$"
)


def judge_open_app(app: App, endpoint: Endpoint) -> Verdict | None:
    """A gap for an endpoint of an app that keeps addresses of people and has no sign-in, or one that guards nothing; None elsewhere."""
    idle = app.view(guards_nothing)
    if (
        not (idle or app.view(keeps_people_unguarded))
        or _MEANT_FOR_ALL.search(endpoint.path)
        or (idle and _is_of_the_account(app, endpoint))
        or ((idle or app.view(_lets_sign_in)) and is_entry(app, endpoint))
        or (not idle and app.view(_lets_sign_in) and _reads_the_offer(app, endpoint))
        or _shows_a_page(endpoint)
        or _stays_with_the_visitor(endpoint)
        or is_bare_door(endpoint)
        or (not idle and app.view(has_administration) and not _reaches_confided(app, endpoint))
        or endpoint.kind not in ("http", "action", "rpc", "socket")
    ):
        return None
    changes = endpoint.method not in ("GET", "HEAD", "OPTIONS")
    tables = tuple(dict.fromkeys(q.table for q in endpoint.queries if q.table))
    named = f" ({', '.join(tables[:3])})" if tables else ""
    does = f"set this in motion{named}" if changes else f"read what it answers{named}"
    return _told(
        endpoint,
        f"Anyone without an account can {does}: "
        + ("its sign-in guards nothing" if idle else "the app asks nobody who they are"),
        _severity(app, endpoint, changes),
        (_IDLE if idle else _NONE,),
    )


def _lets_sign_in(app: App) -> bool:
    """Whether people make themselves accounts and sign in with them, so that others come by as visitors. A view."""
    return any(signs_in(app, one) for one in app.endpoints) and any(
        registers(app, one) for one in app.endpoints
    )


def _reads_the_offer(app: App, endpoint: Endpoint) -> bool:
    """Whether an app that people sign up to tells whoever comes by what is about nobody: its cities, its states of an order."""
    tables = [app.table(query.table) for query in endpoint.queries]
    return (
        endpoint.method == "GET"
        and bool(tables)
        and all(query.operation == "select" for query in endpoint.queries)
        and not any(t is None or any(_CONTACT.search(c.words) for c in t.columns) for t in tables)
        and not any(owner_of(app, query.table) for query in endpoint.queries)
    )


def _reaches_confided(app: App, endpoint: Endpoint) -> bool:
    """Whether what people left with the app is told or changed: where staff have an administration of their own, the other pages
    are a site for visitors, who read what it offers and leave something."""
    for query in endpoint.queries:
        table = app.table(query.table)
        if table is None or not is_confided(app, table):
            continue
        if query.operation in ("update", "delete", "upsert") or (
            query.operation == "select" and is_told(endpoint, query)
        ):
            return True
    return False


def judge_control(app: App, endpoint: Endpoint) -> Verdict | None:
    """A gap for a switch that anyone can turn: it takes no input and sets work on other servers going."""
    changes = endpoint.method not in ("GET", "HEAD", "OPTIONS")
    if (
        not changes
        or endpoint.inputs
        or app.view(knows_people)
        or len({call.service for call in endpoint.services}) < 2
    ):
        return None
    return _told(
        endpoint,
        "Anyone on the internet can set this going, as often as it runs",
        Severity.HIGH,
        (
            f"it takes no input and asks {len({c.service for c in endpoint.services})} other servers; nothing asks who is there",
        ),
    )


def judge_callback(app: App, endpoint: Endpoint) -> Verdict | None:
    """A gap for a callback of another service that changes rows and checks no signature."""
    writes = [q for q in endpoint.queries if q.operation in ("insert", "update", "upsert", "delete")]
    if (
        endpoint.method != "POST"
        or not writes
        or not _CALLBACK.search(endpoint.path)
        or checks_signature(endpoint)
        or _asks_secret(endpoint)
    ):
        return None
    return _told(
        endpoint,
        f"Anyone can send this callback in the other service's name and change {writes[0].table or 'rows'}",
        Severity.HIGH,
        (f"{writes[0].location} changes what the request says, and no signature is checked before",),
        "CWE-345",
    )


_LINKS = regex(r"(^|_)(access|refresh)_?token$", re.I)
_EXCHANGES = regex(r"\.getToken$|exchangeCode|\.exchange_code|fetch_token|/token\b|oauth", re.I)


def judge_linking(endpoint: Endpoint) -> Verdict | None:
    """A gap for the way back from another service's sign-in that keeps its token for whoever comes with a code, without a look at
    the `state` that was given out: somebody's link connects the reader's account with the sender's."""
    asked = {item.name.split(".")[0] for item in endpoint.inputs if item.part == "query"}
    kept = [
        write
        for query in endpoint.queries
        if query.operation in ("insert", "update", "upsert")
        for write in query.writes
        if _LINKS.search(write.column)
    ]
    exchanged = any(_EXCHANGES.search(name) for name in endpoint.calls) or any(
        _EXCHANGES.search(f"{call.operation} {call.url}") for call in endpoint.services
    )
    if endpoint.method != "GET" or "code" not in asked or "state" in asked or not kept or not exchanged:
        return None
    return gap(
        endpoint.subject,
        "Whoever opens a prepared link has somebody else's account connected to their own",
        impact="What the person keeps from then on goes to the sender's account, or the sender's data comes into theirs",
        locations=(endpoint.location,),
        evidence=(
            "it exchanges `code` for a token and keeps it; no `state` is given out before and compared here",
        ),
        severity=Severity.MEDIUM,
        details=OpenGap(endpoint, "state"),
        cwe="CWE-352",
    )


def _asks_secret(endpoint: Endpoint) -> bool:
    """Whether something of the headers or the address is compared before anything is changed. That a signature came along says
    nothing, where nothing looks into it."""
    facts = [fact for query in endpoint.queries for fact in (*endpoint.facts, *query.facts)]
    unread = not any(map(_LOOKS_INTO.search, endpoint.calls))
    return any(
        leaf.kind in ("headers", "session")
        for fact in facts
        if not (unread and _is_there(fact))
        for side in (fact.left, fact.right)
        if side is not None
        for leaf in side.leaves()
    )


def _is_there(fact: Fact) -> bool:
    """`if (!request.headers.get("stripe-signature")) ...`"""
    sent = fact.left
    named = sent.kind == "headers" and bool(sent.path) and _SIGNATURE.search(sent.path[-1]) is not None
    return fact.operator == "truthy" and named


def keeps_people_unguarded(app: App) -> bool:
    """Whether nothing asks who is there in an app whose database holds addresses of people, and no page asks the database itself."""
    return (
        _held(app)
        and bool(app.endpoints)
        and not app.view(knows_people)
        and not app.database.supabase
        and not app.view(_guards_somewhere)
        and not app.view(_takes_only)
        and not any(app.deployment.package(name) for name in _RESOLVERS)
    )


# What answers by resolvers of GraphQL, which are not read: whom they ask is not known.
_RESOLVERS = (
    "@nestjs/graphql",
    "graphql-yoga",
    "type-graphql",
    "@apollo/server",
    "apollo-server-express",
    "strawberry-graphql",
    "graphene-django",
)


# Fewer open changes than these may be open on purpose: a form for messages, a newsletter.
_SEVERAL = 4


def guards_nothing(app: App) -> bool:
    """Whether an app for those whom its owner lets in (people sign in, nobody signs up) asks for the sign-in nowhere but at
    their own account, and lets everybody change the rest. A view."""
    people = users_table(app)
    if people is None or not app.view(knows_people) or app.database.supabase:
        return False
    if not any(signs_in(app, one) for one in app.endpoints):
        return False
    ours = [e for e in app.endpoints if not _is_of_the_account(app, e) and not is_entry(app, e)]
    asks = any(Access(e).anywhere() or any(answer.status in (401, 403) for answer in e.answers) for e in ours)
    changing = [e for e in ours if any(query.operation != "select" for query in e.queries)]
    return not asks and not any(registers(app, e) for e in app.endpoints) and len(changing) >= _SEVERAL


def _is_of_the_account(app: App, endpoint: Endpoint) -> bool:
    """Whether an endpoint asks who is there and touches nothing but that person's row, if anything."""
    people = users_table(app)
    return (
        people is not None
        and bool(Access(endpoint).anywhere())
        and all(query.table == people.name for query in endpoint.queries)
    )


def _shows_a_page(endpoint: Endpoint) -> bool:
    """Whether it answers a page that asks nothing of the database and of nobody."""
    shown = [name for name in endpoint.calls if _SHOWS.search(name)]
    return (
        endpoint.method in ("GET", "HEAD")
        and bool(shown)
        and len(shown) == len(endpoint.calls)
        and not endpoint.queries
        and not endpoint.services
    )


# Cookies, tokens within them, and what Next.js renders anew or leads on to.
_OWN_COOKIES = regex(
    r"^(next/headers\.|next/navigation\.|next/cache\.|next/server\.|jose\.|jsonwebtoken\.|iron-session|js-cookie|console\.|JSON\.|Date|Math\.|crypto"
    r"|Object\.|Array\.|Number|String|parseInt|parseFloat|\[\]\.|\.\w+$)"
)


def _stays_with_the_visitor(endpoint: Endpoint) -> bool:
    """Whether an action does no more than read and set cookies of whoever sends it: a cart, a language, a sign-out."""
    return (
        endpoint.kind == "action"
        and not endpoint.queries
        and not endpoint.services
        and any(name.startswith("next/headers.cookies") for name in endpoint.calls)
        and all(_OWN_COOKIES.search(name) for name in endpoint.calls)
    )


def _held(app: App) -> bool:
    held = (column for columns in personal_data(app).values() for column in columns)
    named = (column.name for table in app.tables for column in table.columns)
    return any(_CONTACT.search(in_english(column)) for column in held) or any(map(_DEALT_WITH.search, named))


def is_its_owners(app: App) -> bool:
    """Whether an app has no accounts and keeps nothing by which people are reached or told apart: a tool for whoever runs it, at home or
    behind a door of their own. That strangers reach it is a gap where it stands in the open, which the repository does not say."""
    return app.view(_is_its_owners)


def _is_its_owners(app: App) -> bool:
    return users_table(app) is None and not app.view(knows_people) and not _held(app)


def _takes_only(app: App) -> bool:
    """Whether what people leave (a message, a booking) is only put away: nothing of the app reads it out, changes or deletes it,
    and the form is there for everyone to write into."""
    held = personal_data(app)
    kept = [(endpoint, q) for endpoint in app.endpoints for q in endpoint.queries if q.table in held]
    return bool(kept) and all(
        query.operation == "insert"
        or (query.operation == "select" and query.one and not is_told(endpoint, query))
        for endpoint, query in kept
    )


def _guards_somewhere(app: App) -> bool:
    """Whether some endpoint refuses anybody (401, 403), or asks for what was not read: a guard that was not understood is a guard all
    the same. Not a door that only says whether the word is right: it gives out nothing that others could ask for."""
    return any(
        (refuses(endpoint) or UNREAD in Access(endpoint).anywhere()) and not is_bare_door(endpoint)
        for endpoint in app.endpoints
    )


def _severity(app: App, endpoint: Endpoint, changes: bool) -> Severity:
    """By what strangers change or are told; where no table was seen, it may be anything."""
    if changes or _tells_of_people(app, endpoint):
        return Severity.CRITICAL
    return Severity.MEDIUM if any(query.table for query in endpoint.queries) else Severity.HIGH


def _tells_of_people(app: App, endpoint: Endpoint) -> bool:
    """Whether it answers rows of people, and not only how many there are."""
    held = personal_data(app)
    return any(query.table in held and is_told(endpoint, query) for query in endpoint.queries)


def _told(
    endpoint: Endpoint, message: str, severity: Severity, evidence: tuple[str, ...], cwe: str = "CWE-306"
) -> Verdict:
    return gap(
        endpoint.subject,
        message,
        impact="Data breach and misuse: whatever the app can do, strangers can do",
        locations=(endpoint.location,),
        evidence=evidence,
        severity=severity,
        details=OpenGap(endpoint),
        cwe=cwe,
    )
