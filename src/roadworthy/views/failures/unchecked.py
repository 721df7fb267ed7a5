"""Answers whose failure nobody looks at: a fetch without a look at its status, a client that returns `{ error }` without a look at it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import structs

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, chain, dotted, last_name, names_in, unwrapped
from roadworthy.views.code.owner import owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.absence import inserts_without, lets_through, rows_only
from roadworthy.views.failures.checkout_handlers import checkout_handlers
from roadworthy.views.failures.cheered_early import cheered_early
from roadworthy.views.failures.given_to_library import given_to_library
from roadworthy.views.failures.half_settled import settled, unheard_thunks
from roadworthy.views.failures.kept_answers import built
from roadworthy.views.failures.kept_errors import kept_error, use_of
from roadworthy.views.failures.second_tries import tries_again
from roadworthy.views.failures.sign_in_answers import sign_in_answers
from roadworthy.views.failures.unchecked_answer import Unchecked, asked_for
from roadworthy.views.failures.unchecked_fetch import fetches
from roadworthy.views.failures.unchecked_inline import inline
from roadworthy.views.failures.unheard_handlers import unheard_handlers
from roadworthy.views.failures.unheard_inline import unheard_inline
from roadworthy.views.failures.unheard_requests import unheard
from roadworthy.views.failures.unread_store import unread_store
from roadworthy.views.failures.unread_zustand import unread_zustand
from roadworthy.views.failures.unwaited_actions import unwaited_actions
from roadworthy.views.failures.unwaited_changes import unwaited_changes

# A client of Supabase or PostgREST, by the names people give it.
_CLIENT = regex(
    r"^(\w*supabase\w*(\(\))?|sb|createClient\(\)|create\w*(Server|Admin|Browser)\w*Client\(\)|db|client|admin|\w*[cC]lient\w*|this\.supabase|svc|sb[A-Z]\w*|service(Role)?(Db|Supabase)?)$",
    re.I,
)
_ASKING = frozenset({"from", "rpc", "invoke", "storage", "functions"})
_WRITES = frozenset({"insert", "update", "delete", "upsert", "rpc", "upload", "remove", "invoke", "signInWithOAuth", "signInWithPassword",
    "signInWithOtp", "signUp", "resetPasswordForEmail", "updateUser", "verifyOtp"})  # fmt: skip
# What Stripe's script answers with `{ error }` and never throws (its reference, "Stripe.js").
_STRIPE = regex(
    r"^\w*stripe\w*\.(createPaymentMethod|createToken|createSource|confirm\w+Payment|confirmPayment|confirmSetup|confirm\w+Setup|handleCardAction|handleNextAction)\(\)$",
    re.I,
)
# Procedures that only tell something, by the names people give them.
_ASKS_ONLY = regex(r"^(get|is|has|check|list|search|count|fetch|find|calculate|can|verify|validate)_")


def unchecked(app: App) -> tuple[Unchecked, ...]:
    """Every answer that is taken for success without a look. A view."""
    return (
        *_results(app),
        *sign_in_answers(app),
        *fetches(app),
        *given_to_library(app),
        *unheard(app),
        *inline(app),
        *unheard_inline(app),
        *unheard_handlers(app),
        *checkout_handlers(app),
        *cheered_early(app),
        *unwaited_changes(app),
        *unwaited_actions(app),
        *settled(app),
        *unheard_thunks(app),
        *unread_store(app),
        *unread_zustand(app),
    )


# --- { data, error } ---------------------------------------------------------------------------------


def _results(app: App) -> Iterator[Unchecked]:
    if not uses_supabase(app) and not _uses_stripe(app):
        return
    for spot in (
        *spots(app, form.Define),
        *spots(app, form.Evaluate),
        *spots(app, form.Assignment),
        *spots(app, form.Call),
    ):
        for target, call in asked(spot):
            found = _judged(app, spot, target, call)
            if found is not None:
                yield structs.replace(found, optional=is_optional(spot))


def is_optional(spot: Spot) -> bool:
    for around in spot.around():
        if isinstance(around.node, form.Function):
            return False
        if isinstance(around.node, form.If):
            return True
    return False


def uses_supabase(app: App) -> bool:
    sources = {spot.node.source for spot in spots(app, form.Import) if isinstance(spot.node, form.Import)}
    return any("supabase" in source for source in sources)


def _uses_stripe(app: App) -> bool:
    return any(
        spot.node.source.startswith("@stripe/")
        for spot in spots(app, form.Import)
        if isinstance(spot.node, form.Import)
    )


def asked(spot: Spot) -> Iterator[tuple[form.Node | None, form.Call]]:
    """Pairs of what is kept of an answer of Supabase and the call that gave it."""
    node = spot.node
    if isinstance(node, (form.Define, form.Assignment)):
        yield from _pairs(spot, node.target, node.value)
    elif isinstance(node, form.Evaluate):
        yield from _pairs(spot, None, node.value)
    elif isinstance(node, form.Call) and last_name(node.callee) == "then" and node.arguments:
        handler = node.arguments[0]
        assert isinstance(node.callee, form.Member)
        if isinstance(handler, form.Function) and handler.parameters:
            call = question(node.callee.object)
            if call is not None:
                yield handler.parameters[0].target, call


def _pairs(
    spot: Spot, target: form.Node | None, value: form.Node | None
) -> Iterator[tuple[form.Node | None, form.Call]]:
    if not isinstance(value, form.Await):
        return
    inner = unwrapped(value)
    if (
        isinstance(inner, form.Call)
        and dotted(inner.callee) == "Promise.all"
        and isinstance(inner.arguments[0], form.Sequence)
    ):
        items = inner.arguments[0].items
        parts: Iterable[form.Node | None] = (
            target.items if isinstance(target, form.SequenceTarget) else [None] * len(items)
        )
        for part, item in zip(parts, items, strict=False):
            call = _question_at(spot, item)
            if call is not None:
                yield part, call
        return
    call = _question_at(spot, inner)
    if call is not None:
        yield target, call


def _question_at(spot: Spot, node: form.Node | None) -> form.Call | None:
    """The question itself, or the one a name was given before: `const rows = client.from('x').select(); await rows`."""
    return question(built(node.name, spot) if isinstance(node, form.Name) else node)


def question(node: form.Node | None) -> form.Call | None:
    """The call of a chain that asks Supabase for rows, a procedure, files or a function; None for anything else."""
    if not isinstance(node, form.Call):
        return None
    calls = list(chain(node))
    if any(last_name(call.callee) in ("throwOnError", "then", "catch") for call in calls):
        return None
    name = dotted(node)
    if _STRIPE.match(name):
        return node
    match = re.match(
        r"^([\w.]+?(?:\(\))?)\.(?:schema\(\)\.)?(from\(\)|rpc\(\)|storage\.from\(\)|functions\.invoke\(\)"
        r"|auth\.(?:signInWithOAuth|signInWithPassword|signInWithOtp|signUp|resetPasswordForEmail|updateUser|verifyOtp)\(\))",
        name,
    )
    if match is None or not _CLIENT.match(match[1]):
        return None
    if any(last_name(call.callee) == "getPublicUrl" for call in calls):
        return None
    return node


def _judged(app: App, spot: Spot, target: form.Node | None, call: form.Call) -> Unchecked | None:
    write = changes(call)
    found = Unchecked(
        owner_of(app, spot),
        "result",
        _from_making_to_asking(spot, call),
        write,
        target=asked_for(call),
        changes=any(last_name(one.callee) == "update" for one in chain(call)),
    )
    if _STRIPE.match(dotted(call)) and (target is None or not kept_error(target)):
        return None
    if target is None:
        return (
            None if _cleans_up(spot) and not tries_again(spot, call) else structs.replace(found, dropped=True)
        )
    name = kept_error(target)
    if name is None and not (_rows_only(target, spot, call)):
        return None
    if not name:
        missing = (
            isinstance(target, (form.RecordTarget, form.Name))
            and spot.functions
            and missed(bound(target), spot.functions[0], call)
        )
        if missing:
            return None
        decides = (
            not write
            and bool(spot.functions)
            and (
                inserts_without(bound(target), spot.functions[0], call)
                or lets_through(bound(target), spot.functions[0], call)
            )
        )
        return structs.replace(found, decides=decides)
    use = use_of(name, spot, call)
    if use == "none":
        return found
    if use == "emptied":
        return structs.replace(found, logged=True, emptied=True)
    return structs.replace(found, logged=True) if use == "logged" else None


def _from_making_to_asking(spot: Spot, call: form.Call) -> Location:
    """The call, up to where its answer is waited for: a query put together before is read some lines further down."""
    made, asked_at = at(spot.path, call), at(spot.path, spot.node)
    if asked_at.start <= made.start or made.end > asked_at.start:
        return made
    return structs.replace(made, end_line=asked_at.end_line, end=asked_at.end)


def _rows_only(target: form.Node, spot: Spot, call: form.Call) -> bool:
    return (
        isinstance(target, form.Name)
        and bool(spot.functions)
        and rows_only(target.name, spot.functions[0], call)
    )


def _cleans_up(spot: Spot) -> bool:
    """Whether something is undone because another thing failed: that failure is what gets told."""
    for around in spot.around():
        if isinstance(around.node, form.Handler):
            return True
        if isinstance(around.node, form.If) and any(
            "err" in name.lower() for name in names_in(around.node.test)
        ):
            return True
        if isinstance(around.node, form.Function):
            return False
    return False


def changes(call: form.Call) -> bool:
    """Whether a question of Supabase changes something."""
    return any(last_name(one.callee) in _WRITES for one in chain(call)) and not _ASKS_ONLY.match(
        asked_for(call)
    )


def missed(names: set[str], function: form.Function, call: form.Call) -> bool:
    """Whether data that did not come is told: `if (!row) throw ...`."""
    for node in below(function.body):
        if (
            not isinstance(node, form.If)
            or node.span.start < call.span.end
            or not names & names_in(node.test)
        ):
            continue
        negative = not _is_there(node.test, names) and any(
            isinstance(one, form.Operation) and one.operator in ("not", "==") for one in below((node.test,))
        )
        if negative and any(_says_missing(inner) for inner in below(node.then)):
            return True
    return False


def _is_there(test: form.Expr, names: set[str]) -> bool:
    """`profile && !profile.active`."""
    return (
        isinstance(test, form.Operation)
        and test.operator == "and"
        and any(isinstance(one, form.Name) and one.name in names for one in test.operands)
    )


def _says_missing(node: form.Node) -> bool:
    if isinstance(node, form.Raise):
        return True
    if isinstance(node, form.Call) and re.search(
        r"(toast|setError|alert|json|Response)", dotted(node.callee)
    ):
        return True
    return isinstance(node, form.Record) and any(
        isinstance(entry.key, form.Literal) and entry.key.value in ("error", "success", "message")
        for entry in node.entries
    )
