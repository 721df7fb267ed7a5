"""What the code does where something failed: every catch, except, rejection handler, error callback and error middleware."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import chain, dotted, is_log, last_name, without_functions
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, Within, below
from roadworthy.views.failures.behind_loading import hidden_setters
from roadworthy.views.failures.deeds import TIDYING, Deeds
from roadworthy.views.failures.documented import commented, documented
from roadworthy.views.failures.error_callbacks import (
    answers_whatever,
    deaf_callback,
    unreturned,
    waited_for,
)
from roadworthy.views.failures.error_text import leaks
from roadworthy.views.failures.lost_answers import needs_an_answer
from roadworthy.views.failures.made_up_answers import answers_made_up
from roadworthy.views.failures.not_there import ends_not_found
from roadworthy.views.failures.own_answers import is_careful
from roadworthy.views.failures.passed_off import invents, passed_off
from roadworthy.views.failures.refused_sign_in import refuses_sign_in
from roadworthy.views.failures.same_answer import answers_alike
from roadworthy.views.failures.shown_after import shown_after
from roadworthy.views.failures.thunks import that_hear
from roadworthy.views.failures.told_and_thrown import tells_itself
from roadworthy.views.failures.told_by_mutation import told_by_mutation
from roadworthy.views.failures.told_if_answered import told_if_answered
from roadworthy.views.failures.unshown_state import first_values, unshown_setters

_BROAD = regex(
    r"^(Exception|BaseException|SQLAlchemyError|IntegrityError|DatabaseError|OperationalError|DBAPIError|RequestException|"
    r"HTTPError|HTTPStatusError|RequestError|ClientError|PyMongoError|StripeError|RedisError|OpenAIError|APIError|SMTPException|"
    # `sqlite3.Error`, `psycopg2.Error`: PEP 249 has a driver raise nothing else.
    r"Error)$"
)
# Calls that wait for the browser, a file or a clock, not for a server.
_LOCAL = regex(
    r"^(navigator|document|window|localStorage|sessionStorage|caches|crypto|JSON|Promise$|Promise\(\)$|Promise\.resolve|sleep|delay|fs|path|import|require)"
    # Who is signed in: where that cannot be told, nobody is.
    r"|(^|\.)(auth|getServerSession|getSession|getUser|getCurrentUser|currentUser|cookies|headers)$"
    r"|^update$|(^|\.)(refetch|invalidateQueries|cancelQueries|refresh|revalidate)$"
    r"|\.(play|pause|decode|share|writeText|readText|register|requestPermission|requestFullscreen|json|text|setView|flyTo|parse|unregister)$"
)
_ASKS = regex(
    r"(^|\.)(fetch|axios|execute|commit|query|objects|find\w*|aggregate|scalars?|send_mail|sendMail|invoke|rpc|connect|authenticate|urlopen)(\(\))?$"
    r"|^(requests|httpx|axios|http|api\w*|supabase|prisma|db|apiRequest|client)\.",
    re.I,
)


_CONNECTS = regex(
    r"(mongoose|sequelize|client|prisma|pool|db|database|AppDataSource)\.(connect|authenticate|\$connect|initialize)$",
    re.I,
)


# What makes the tables, or binds the documents, as a Python app starts.
_PREPARES = ("create_all", "init_beanie", "create_tables", "init_db", "initialize_database")


class Catch(Struct, frozen=True):
    """What is done about a failure.

    `kind` is catch, promise, callback or middleware; `location` is the handler, `tried` what may fail. `broad` when it takes any
    failure and not one kind; `documented` when a comment says why nothing more is done, or people are told already; `asks` when what may fail asks a server or
    a database. `acts` when something is done about it apart from logging, tidying and empty values; `raises` when it is passed on;
    `logs` when it is logged. `outcome` is what comes of it: empty (an empty list or record), absent (null), no (false), not-found,
    answered (an answer that looks like success), or '' when the code goes on. `leaks` are the places that answer with the error's
    own text. `partial` when people are told only if the failure brought an answer along. `looped` in a loop; `connects` when it is
    the connection to the database that may fail; `unread` when an error callback answers without a look at the error, or after it was only logged; `decides` when what may fail
    refuses some requests; `handed_on` when the error's text is what a function of the app itself returns; `pretends` when it sets the
    same state of success as what was tried, cheers, answers the same, or answers what it made up; `denies` when any failure is answered like a missing sign-in;
    `aside` is the function that returns the error's text beside the word that it failed; `not_there` when it is answered as if the
    thing asked for were not there; `passed_off` when it is only written down and the code goes on to say that all went well, or to say
    nothing; `invents` when all that is done is to answer with a value made up for the purpose.
    """

    owner: Owner
    kind: str
    location: Location
    tried: Location
    broad: bool
    documented: bool
    asks: bool
    acts: bool
    raises: bool
    logs: bool
    outcome: str
    leaks: tuple[Location, ...] = ()
    partial: bool = False
    looped: bool = False
    connects: bool = False
    unread: bool = False
    decides: bool = False
    handed_on: bool = False
    pretends: bool = False
    denies: bool = False
    aside: str = ""
    not_there: bool = False
    passed_off: str = ""
    invents: bool = False


def catches(app: App) -> tuple[Catch, ...]:
    """Every handler of a failure in the app's own code. A view."""
    return tuple(found for find in (_tries, _promises, _error_functions) for found in find(app))


def _tries(app: App) -> Iterator[Catch]:
    for spot in spots(app, form.Try):
        node = spot.node
        assert isinstance(node, form.Try)
        for handler in node.handlers:
            tried = Location(
                spot.path, node.span.line, handler.span.line, node.span.start, handler.span.start
            )
            yield _made(
                app,
                spot,
                "catch",
                handler,
                handler.body,
                _error_name(handler.target),
                tried,
                node.body,
                is_broad(handler.types),
            )


def _promises(app: App) -> Iterator[Catch]:
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if (
            not isinstance(call.callee, form.Member)
            or call.callee.name != "catch"
            or len(call.arguments) != 1
        ):
            continue
        handler, tried = call.arguments[0], call.callee.object
        if isinstance(handler, form.Function):
            name = _error_name(handler.parameters[0].target) if handler.parameters else ""
            yield _made(
                app, spot, "promise", handler, handler.body, name, at(spot.path, tried), (tried,), True
            )
        elif is_log(form.Call(handler.span, handler)):
            logged = (form.Evaluate(handler.span, form.Call(handler.span, handler)),)
            yield _made(app, spot, "promise", handler, logged, "", at(spot.path, tried), (tried,), True)


def _error_functions(app: App) -> Iterator[Catch]:
    """Functions that are handed an error: callbacks, error middleware, exception handlers."""
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        handler = deaf_callback(call)
        if handler is not None:
            yield _made(app, spot, "callback", handler, handler.body, "error", at(spot.path, call), (), True)
    for spot in spots(app, form.Function):
        function = spot.node
        assert isinstance(function, form.Function)
        number = _error_parameter(function)
        if number is None:
            continue
        name = _error_name(function.parameters[number].target)
        middleware = len(function.parameters) == 4 or bool(function.decorators)
        kind = "middleware" if middleware else "callback"
        yield _made(app, spot, kind, function, function.body, name, at(spot.path, function), (), True)


def _error_parameter(function: form.Function) -> int | None:
    """Which parameter is an error that any failure can be; None for an ordinary function."""
    names = [one.target.name if isinstance(one.target, form.Name) else "" for one in function.parameters]
    for decorator in function.decorators:
        if isinstance(decorator, form.Call) and last_name(decorator.callee) in (
            "exception_handler",
            "errorhandler",
            "app_errorhandler",
        ):
            kinds = [last_name(one) or getattr(one, "value", None) for one in decorator.arguments]
            return (
                len(names) - 1
                if names and any(kind in ("Exception", 500) or _BROAD.match(str(kind)) for kind in kinds)
                else None
            )
    if function.decorators or not names or names[0] not in ("err", "error", "e", "_err"):
        return None
    return (
        0
        if len(names) == 4
        or (function.kind == "arrow" and function.kind != "method" and len(names) in (1, 2, 3))
        else None
    )


def _error_name(target: form.Node | None) -> str:
    return target.name if isinstance(target, form.Name) else ""


def is_broad(types: form.Expr | None) -> bool:
    if types is None:
        return True
    kinds = types.items if isinstance(types, form.Sequence) else (types,)
    return any(_BROAD.match(last_name(kind)) for kind in kinds)


def _made(
    app: App,
    spot: Spot,
    kind: str,
    handler: form.Node,
    body: tuple[form.Statement, ...],
    error: str,
    tried: Location,
    attempted: tuple[form.Node, ...],
    broad: bool,
) -> Catch:
    owner = owner_of(app, spot)
    server = owner.side == "server"
    unseen = unshown_setters(app, spot) | hidden_setters(spot, attempted)
    deeds = Deeds(body) if server else Deeds(body, unseen, first_values(spot))
    returned = server and (
        owner.kind in ("endpoint", "function", "class") and _returns_answers(app, owner, spot.path)
    )
    found = tuple(leaks(body, error, returned=returned)) if server and broad else ()
    if server and broad and kind == "catch":
        found += tuple(shown_after(spot, body, error))
    found = tuple(node for node in found if not is_careful(app, node))
    # `return False, str(error)`: the caller is told that it failed, and decides what becomes of it.
    around = spot.functions[0].name if spot.functions and owner.kind != "endpoint" else ""
    aside = around if any(map(_is_aside, found)) else ""
    found = tuple(node for node in found if owner.kind == "endpoint" or not _is_aside(node))
    connects = _connects(attempted)
    asks = connects or asks_something(app, tried, attempted)
    ahead = spot if kind == "catch" else waited_for(spot) if kind == "promise" else None
    alike = server and (answers_alike(spot, body) or (asks and answers_made_up(body, error)))
    return Catch(
        owner=owner,
        kind=kind,
        location=at(spot.path, handler),
        tried=tried,
        broad=broad,
        documented=documented(app, spot.path, handler)
        or told_by_mutation(app, spot, attempted)
        or tells_itself(app, spot, attempted),
        asks=asks,
        acts=deeds.acts,
        raises=deeds.raises,
        logs=deeds.logs,
        outcome=deeds.outcome,
        leaks=tuple(at(spot.path, node) for node in found),
        partial=told_if_answered(body, error)
        or (not server and needs_an_answer(app, spot.path, body, error)),
        not_there=server and ends_not_found(body, error),
        passed_off=passed_off(ahead, unreturned(body)) if server and ahead is not None else "",
        invents=server
        and kind == "catch"
        and invents(body, error)
        and not commented(app, spot.path, handler),
        looped=any(isinstance(one.node, form.Loop) for one in _inside_function(spot)),
        connects=connects,
        decides=any(_denies(node) for node in without_functions(attempted)),
        handed_on=owner.kind != "endpoint"
        and bool(found)
        and all(isinstance(node, form.Return) for node in found),
        pretends=_pretends(attempted, body) or alike,
        aside=aside,
        denies=refuses_sign_in(spot, body),
        unread=kind == "callback" and answers_whatever(body, error),
    )


def _is_aside(node: form.Node) -> bool:
    return isinstance(node, form.Return) and isinstance(node.value, form.Sequence)


SUCCESS_STATE = regex(
    r"^set(Is)?\w*(Success|Succeeded|Verified|Confirmed|Paid|Submitted|Sent|Saved|Completed?|Done|Valid|Authorized|Subscribed|Registered)$"
)


_CHEERS = regex(r"(^|\.)(toast|sonnerToast|message|notify|notification|snackbar)\.success$", re.I)


def _pretends(attempted: tuple[form.Node, ...], body: tuple[form.Node, ...]) -> bool:
    """Whether `setVerified(true)` stands in what was tried and in what is done when that fails."""
    return bool(_successes(attempted) & _successes(body)) or any(
        isinstance(node, form.Call) and _CHEERS.search(dotted(node.callee))
        for node in without_functions(body)
    )


def _successes(nodes: tuple[form.Node, ...]) -> set[str]:
    return {
        dotted(node.callee)
        for node in without_functions(nodes)
        if isinstance(node, form.Call)
        and SUCCESS_STATE.match(dotted(node.callee))
        and len(node.arguments) == 1
        and isinstance(node.arguments[0], form.Literal)
        and node.arguments[0].value is True
    }


_REFUSES = regex(r"redirect|abort|forbid|denied|deny|unauthori|HTTPException|PermissionDenied", re.I)


def _denies(node: form.Node) -> bool:
    """Whether a statement refuses something: it leaves with an error, a redirect or a denial."""
    if isinstance(node, form.Raise):
        return True
    return (
        isinstance(node, form.Return)
        and isinstance(node.value, form.Call)
        and _REFUSES.search(dotted(node.value.callee)) is not None
    )


def _connects(attempted: tuple[form.Node, ...]) -> bool:
    """A connection, or what the tables are made by, is what fails, and the server is not started by the same attempt."""
    called = list(_called(attempted))
    prepared = any(
        isinstance(node, (form.Member, form.Name)) and node.name in _PREPARES
        for node in without_functions(attempted)
    )
    # `connect().then(() => app.listen(port))` starts it by the same attempt too.
    started = any(
        isinstance(node, form.Call) and last_name(node.callee) == "listen" for node in below(attempted)
    )
    return (prepared or any(map(_CONNECTS.search, called))) and not started


def _called(attempted: tuple[form.Node, ...]) -> Iterator[str]:
    return (dotted(node.callee) for node in without_functions(attempted) if isinstance(node, form.Call))


def _inside_function(spot: Spot) -> Iterator[Within]:
    for one in spot.around():
        if isinstance(one.node, form.Function):
            return
        yield one


def _returns_answers(app: App, owner: Owner, path: str) -> bool:
    """Whether what a function returns is what the client gets."""
    module = app.modules[path]
    if owner.kind == "endpoint":
        return True
    return "use server" in module.directives or module.language == "python"


# --- what may fail -----------------------------------------------------------------------------------


def asks_something(app: App, tried: Location, attempted: tuple[form.Node, ...]) -> bool:
    """Whether what may fail asks a server, a database or a service: as the run of the code showed, else as it is written."""
    called = list(_called(attempted))
    if called and all(TIDYING.search(name) for name in called):
        return False
    if any(tried.start <= start < tried.end for start in app.view(_questions).get(tried.path, ())):
        return True
    return any(asks_as_written(node) for node in without_functions(attempted))


def asks_as_written(node: form.Node) -> bool:
    if isinstance(node, form.Await):
        names = [dotted(call.callee) for call in chain(node)]
        return bool(names) and not any(_LOCAL.search(name) for name in names)
    return isinstance(node, form.Call) and _ASKS.search(dotted(node.callee)) is not None and not is_log(node)


def _questions(app: App) -> dict[str, tuple[int, ...]]:
    """Where each file asks something, or calls what asks and hears of its failure."""
    found: dict[str, set[int]] = {}
    for work in app.works:
        ways = [(*query.calls, query.location) for query in work.queries]
        ways += [(*call.calls, call.location) for call in work.services]
        ways += [(*fetch.calls, fetch.location) for fetch in work.fetches]
        for place in (place for way in ways for place in that_hear(app, way)):
            found.setdefault(place.path, set()).add(place.start)
    return {path: tuple(starts) for path, starts in found.items()}


def says_nothing(found: Catch) -> bool:
    """Whether nobody who uses the app learns of the failure."""
    return not found.acts and not found.raises
