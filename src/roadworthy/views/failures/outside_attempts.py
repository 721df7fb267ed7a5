"""Which of a server's calls to outside may be repeated, and which are."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.service import ServiceCall
from roadworthy.app.work import Work
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.model_providers import MODELS
from roadworthy.views.failures.patience import nodes_around
from roadworthy.views.operations.hosting import callee_name

# Clients that repeat what failed by themselves, from their documentation.
_BY_THEMSELVES = {
    "stripe", "openai", "anthropic", "@anthropic-ai/sdk", "got", "ky", "boto3", "ee", "google.generativeai", "@google/generative-ai", "googleapis",
    "@octokit/rest", "replicate", "@aws-sdk/client-s3", "@google-cloud/storage", "groq", "groq-sdk", "@google/genai", "ai",
}  # fmt: skip
_BESIDE = regex(
    r"(^|/)(scripts?|tools?|bin|seeds?|migrations?|tests?|e2e|__tests__|examples?|public|static|evals?|alembic)/|\.(test|spec)\.|(^|/)(seed|migrate)\w*\.\w+$"
)
_OWN_MACHINE = regex(r"^(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[?::1\]?)(:\d+)?$")
_MAIL = regex(r"mail|smtp|resend|sendgrid|postmark|mailgun|brevo|mailjet", re.I)
# Requests that only compute: asked twice they answer the same, and change nothing.
_COMPUTES = regex(
    r"/(digest|hash|search|query|graphql|geocod\w*|translate|convert|validate|verify|lookup|embed\w*|detect|analy[sz]e|timestamp)\b|:(generate|stream)",
    re.I,
)
_WRAPPERS = regex(r"retry|retri|backoff|attempt", re.I)
_LIBRARIES = {"axios-retry": "axios", "fetch-retry": "fetch", "retry-axios": "axios"}

READ, MODEL, COMPUTATION, MAIL = "read", "question to a model", "computation", "mail"


class Attempt(Struct, frozen=True):
    """A call that a server makes for a `subject`. `kind` is why it may be repeated; '' where it must not be. `function` is what it stands in."""

    subject: str
    call: ServiceCall
    kind: str
    repeated: bool
    function: Location


def attempts(app: App) -> tuple[Attempt, ...]:
    """Every call to outside that a server makes, each place once."""
    return app.view(_attempts)


def _attempts(app: App) -> tuple[Attempt, ...]:
    found: dict[Location, Attempt] = {}
    for work in app.works:
        if work.side != "server" or work.kind not in ("endpoint", "job"):
            continue
        for call in work.services:
            if call.location not in found and call.service and not _BESIDE.search(call.location.path):
                around = nodes_around(app, call.location)
                again = _repeated(app, call, around)
                found[call.location] = Attempt(
                    work.subject, call, kind_of(call), again, _function(call, around)
                )
    return tuple(found.values())


def own_machine(call: ServiceCall) -> bool:
    """Whether a call does not leave the machine."""
    return bool(_OWN_MACHINE.match(call.service))


def kind_of(call: ServiceCall) -> str:
    """Why a call may be made again; '' where it must not be."""
    if _MAIL.search(call.service) or _MAIL.search(call.client):
        return MAIL
    if call.method in ("GET", "HEAD"):
        return READ
    if MODELS.search(call.service) or MODELS.search(call.client):
        return MODEL
    return COMPUTATION if call.method == "POST" and _COMPUTES.search(call.operation) else ""


def _repeated(app: App, call: ServiceCall, around: list[form.Node]) -> bool:
    """Whether a failed call is made again: by its client, a wrapper, a decorator or a loop of attempts."""
    if call.client in _BY_THEMSELVES or call.retries is not None:
        return not (call.retries is not None and call.retries.kind == "constant" and call.retries.value == 0)
    if any(
        app.deployment.package(library) and call.client == client for library, client in _LIBRARIES.items()
    ):
        return True
    return in_attempts(around) or any(in_attempts(nodes_around(app, place)) for place in call.calls[1:])


def only_in_attempts(app: App, call: ServiceCall) -> bool:
    """Whether the one loop that a call stands in makes it again after it failed, and not for each of many."""
    return call.loops == 1 and any(
        in_attempts(nodes_around(app, place)) for place in (call.location, *call.calls[1:])
    )


def in_attempts(around: list[form.Node]) -> bool:
    """Whether a place stands in a loop of counted attempts, or an endless one, with a catch inside it; or in a wrapper that repeats."""
    loops = [number for number, node in enumerate(around) if isinstance(node, form.Loop) and _counts(node)]
    caught = bool(loops) and any(_catches(node) for node in around[loops[-1] :])
    return caught or _in_wrapper(around)


def _catches(node: form.Node) -> bool:
    """`try { ... } catch`, or `send().catch(...)`."""
    return isinstance(node, form.Try) or (isinstance(node, form.Call) and last_name(node.callee) == "catch")


def _counts(loop: form.Loop) -> bool:
    if loop.kind in ("while", "counted"):
        return True
    subject = loop.subject
    return isinstance(subject, form.Call) and callee_name(subject) == "range"


def _in_wrapper(around: list[form.Node]) -> bool:
    for node in around[:-1]:
        if isinstance(node, form.Call) and _WRAPPERS.search(callee_name(node)):
            return True
        if isinstance(node, form.Function) and any(
            _WRAPPERS.search(_spelled(one)) for one in node.decorators
        ):
            return True
    return False


def _spelled(node: form.Expr) -> str:
    called = node.callee if isinstance(node, form.Call) else node
    return called.name if isinstance(called, (form.Name, form.Member)) else ""


def _function(call: ServiceCall, around: list[form.Node]) -> Location:
    inner = next((node for node in reversed(around) if isinstance(node, form.Function)), None)
    if inner is None:
        return call.location
    span = inner.span
    return Location(call.location.path, span.line, span.end_line, span.start, span.end)


def single_reads(app: App) -> tuple[Work, ...]:
    """Pages rendered on the server whose reads go over the network by a client that asks once (Supabase's)."""
    pages = [work for work in app.works if work.side == "server" and work.kind in ("page", "component")]
    return tuple(
        work
        for work in pages
        if any(q.library == "supabase" and q.operation == "select" for q in work.queries)
    )
