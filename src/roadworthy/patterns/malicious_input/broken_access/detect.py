"""Looks for rows that are reached without the right to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roadworthy.app import App, Endpoint, Query
from roadworthy.catalogue import Verdict, clear, not_applicable
from roadworthy.patterns.malicious_input.broken_access.among_peers import among_peers
from roadworthy.patterns.malicious_input.broken_access.beside import detect_beside
from roadworthy.patterns.malicious_input.broken_access.codes import is_on_the_way_in, is_proven_by_code
from roadworthy.patterns.malicious_input.broken_access.consoles import detect_consoles
from roadworthy.patterns.malicious_input.broken_access.deciding import decides, is_aside
from roadworthy.patterns.malicious_input.broken_access.doors import left_ajar, open_door, unless_unread
from roadworthy.patterns.malicious_input.broken_access.exposure import is_open, is_told, is_unread, tells_more
from roadworthy.patterns.malicious_input.broken_access.finding import GIVEN, AccessGap
from roadworthy.patterns.malicious_input.broken_access.founders import of_all_firms
from roadworthy.patterns.malicious_input.broken_access.granting import judge_granting
from roadworthy.patterns.malicious_input.broken_access.handed_on import judge_handed_on
from roadworthy.patterns.malicious_input.broken_access.in_others_name import in_others_name
from roadworthy.patterns.malicious_input.broken_access.keys import (
    checked_before,
    chosen_key,
    given_away,
    is_ticket,
    is_under_way,
    names_a_row,
    only_ties,
    opens_by_itself,
    reckoned_with,
    vouched_for,
)
from roadworthy.patterns.malicious_input.broken_access.links import Links
from roadworthy.patterns.malicious_input.broken_access.on_show import is_for_members
from roadworthy.patterns.malicious_input.broken_access.open_apps import judge_linking
from roadworthy.patterns.malicious_input.broken_access.outside_members import outside_members
from roadworthy.patterns.malicious_input.broken_access.overwriting import overwriting
from roadworthy.patterns.malicious_input.broken_access.payments import judge_payment
from roadworthy.patterns.malicious_input.broken_access.resetting import judge_resetting
from roadworthy.patterns.malicious_input.broken_access.service_key import judge_service_key
from roadworthy.patterns.malicious_input.broken_access.shared_cache import judge_shared_cache
from roadworthy.patterns.malicious_input.broken_access.sockets import judge_socket
from roadworthy.patterns.malicious_input.broken_access.tenants import reaching_other_tenants
from roadworthy.patterns.malicious_input.broken_access.unasked import without_role
from roadworthy.patterns.malicious_input.broken_access.under_others import under_others
from roadworthy.patterns.malicious_input.broken_access.within_others import within_others
from roadworthy.patterns.malicious_input.broken_access.wording import (
    decided_below,
    reason,
    told,
    unread,
    untold,
)
from roadworthy.views.data.inserts import is_limiter
from roadworthy.views.pages.served import served_pages
from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access
from roadworthy.views.people.entry import is_entry
from roadworthy.views.people.memberships import asked_of_members
from roadworthy.views.people.people import owner_of, users_table
from roadworthy.views.people.row_access import ALL, ANONYMOUS, OPERATIONS, row_access
from roadworthy.views.people.told_to_database import told_to_database
from roadworthy.views.requests.signed import checks_signature


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint, and for all that the database lets the internet reach by itself."""
    consoles = list(detect_consoles(app))
    closed = {verdict.subject for verdict in consoles}
    for endpoint in (*app.endpoints, *served_pages(app)):
        if endpoint.subject not in closed:
            yield unless_unread(app, endpoint, _judge(app, endpoint))
    yield from consoles
    yield from detect_beside(app)


def _judge(app: App, endpoint: Endpoint) -> Verdict:
    heard = judge_socket(app, endpoint) if endpoint.kind == "socket" else None
    if heard is not None:
        return heard
    opened = open_door(app, endpoint) or judge_handed_on(app, endpoint)
    if opened is not None:
        return opened
    if not endpoint.queries:
        return not_applicable(endpoint.subject, "it touches no data of the app")
    paid = judge_payment(endpoint)
    if paid is not None:
        return paid
    if checks_signature(endpoint):
        return clear(
            endpoint.subject, "a signature shows that the request is from the service that may send it"
        )
    granting = judge_granting(app, endpoint) or judge_resetting(app, endpoint)
    granting = granting or judge_shared_cache(app, endpoint) or judge_linking(endpoint)
    granting = granting or judge_service_key(app, endpoint)
    if granting is not None:
        return granting
    if is_entry(app, endpoint):
        return clear(endpoint.subject, "it is the way in: registering and signing in are open to everyone")
    access = Access(endpoint)
    found = sorted(_gaps(app, endpoint, access), key=lambda one: one.query.operation == "select")
    certain = [one for one in found if not is_unread(app, access, one.query)]
    if certain:
        return decided_below(endpoint) if app.view(told_to_database) else told(app, certain[0])
    if found:
        return unread(found[0], access)
    last = left_ajar(app, endpoint) or untold(app, endpoint)
    return last or clear(endpoint.subject, reason(access))


def _gaps(app: App, endpoint: Endpoint, access: Access) -> Iterator[AccessGap]:
    links = Links(app, endpoint)
    queries = [
        q
        for q in endpoint.queries
        if not (_bounded(app, endpoint, q) or vouched_for(q) or links.opens(q) or is_limiter(q.table))
        and not (is_aside(app, endpoint, q) or asked_of_members(app, endpoint, access, q))
    ]
    for query in queries:
        guards = access.before(query)
        if ROLE not in guards and OWNER not in guards:
            yield from _reaching_others(app, endpoint, access, query, guards)
        yield from reaching_other_tenants(app, endpoint, access, query, guards)
        yield from of_all_firms(app, endpoint, access, query, guards)
        yield from among_peers(app, endpoint, access, query, guards)
        yield from overwriting(app, endpoint, access, query)
        yield from under_others(app, endpoint, access, query)
        yield from within_others(app, endpoint, access, query)
        yield from in_others_name(app, endpoint, access, query)
        yield from outside_members(app, endpoint, access, query)
    for query in queries:
        guards = access.before(query)
        if ROLE not in guards and OWNER not in guards:
            yield from without_role(app, endpoint, access, query, guards)
        elif given_away(app, access, query):
            # Whatever their role is: the row was found by who they are.
            yield AccessGap(endpoint, query, GIVEN, owner_column=given_away(app, access, query))


def _bounded(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether the database's policies, which are judged by themselves, bound what is asked with a person's own rights. A server
    that asks with the public key asks for whoever comes: where the database refuses nobody, it alone could."""
    if query.rights != "user":
        return False
    reached = row_access(app, query.table)
    of_its_own = endpoint.kind == "http" and endpoint.framework != "nextjs"
    if not of_its_own or reached is None:
        return True
    needed = ("insert", "update") if query.operation == "upsert" else (query.operation,)
    return any(one not in OPERATIONS or reached.of(one, ANONYMOUS).rows != ALL for one in needed)


# --- somebody else's row -----------------------------------------------------------------------------


def _reaching_others(
    app: App, endpoint: Endpoint, access: Access, query: Query, guards: set[str]
) -> Iterator[AccessGap]:
    """A row that belongs to a person, chosen by the request alone."""
    shown = is_open(app, endpoint, query) and not tells_more(app, endpoint, query)
    shown |= query.operation == "select" and SIGNED_IN in guards and is_for_members(app, query.table)
    harmless = (shown and (query.operation == "select" or not decides(query))) or only_ties(access, query)
    if query.operation not in ("select", "update", "delete") or harmless:
        return
    key = chosen_key(endpoint, access, query)
    people = users_table(app)
    owner = owner_of(app, query.table)
    if key is None or (owner is None and (people is None or query.table != people.name)):
        return
    if query.operation == "select" and not is_told(endpoint, query):
        return
    visitor = SIGNED_IN not in guards
    if checked_before(endpoint, access, query) or (visitor and reckoned_with(app, endpoint, query)):
        return
    column, part = key
    ticket = is_ticket(app, query.table, column) or is_under_way(app, endpoint, query, column)
    if visitor and (ticket or is_on_the_way_in(app, query) or is_proven_by_code(app, endpoint, query)):
        return
    forgotten = people is not None and query.table == people.name and column not in people.primary_key
    if forgotten and query.operation == "update" and visitor:
        # Asking for a new password by e-mail, or setting it with the token that came by mail: open to all by design.
        return
    picked = (
        query.one
        and part.kind == "params"
        and query.operation == "select"
        and not opens_by_itself(column, query.table)
    )
    # Whoever can name it may change it, by whatever it is named: nobody is asked who they are.
    open_change = query.operation != "select" and visitor and not opens_by_itself(column, query.table)
    if not picked and not open_change and not names_a_row(app, query.table, column, owner):
        return
    yield AccessGap(
        endpoint,
        query,
        "sign-in" if visitor else "ownership",
        (part.kind, part.path[-1] if part.path else ""),
        column,
        owner.column if owner is not None else "",
        owner.through if owner is not None else "",
    )
