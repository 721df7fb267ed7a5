"""How long a call to another service may keep its caller waiting, and whether somebody waits for it at all."""

from __future__ import annotations

import re

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.app.service import ServiceCall
from roadworthy.languages import form
from roadworthy.regex import regex

# Seconds each client waits for an answer by itself (None: for ever), from its documentation.
_DEFAULTS: dict[str, float | None] = {
    "fetch": None,
    "node-fetch": None,
    "axios": None,
    "got": None,
    "requests": None,
    "urllib": None,
    "aiohttp": 300.0,
    "httpx": 5.0,
    "ky": 10.0,
    "stripe": 80.0,
    "openai": 600.0,
    "ai": 300.0,
    "@anthropic-ai/sdk": 600.0,
    "anthropic": 600.0,
    "twilio": 30.0,
    "nodemailer": 120.0,
    "denomailer": None,
    "smtp/smtp": None,
    "smtplib": None,
    "flask_mail": None,
    "fastapi_mail": 60.0,
    "django.core.mail": None,
    "resend": None,
    "@sendgrid/mail": None,
    "replicate": None,
    "@google/generative-ai": None,
    "@google/genai": None,
    "groq-sdk": 60.0,
    "cloudinary": 60.0,
    "@aws-sdk/client-s3": None,
    "pusher": None,
    "razorpay": None,
    "boto3": 60.0,
    "sendgrid": None,
    "urllib3": None,
    "google.generativeai": 600.0,
    "emergentintegrations.llm": 600.0,
    "litellm": 600.0,
    "voyageai": 600.0,
    "cohere": 300.0,
    "groq": 60.0,
    "pywebpush": None,
}
# Node's own fetch gives up on headers that do not come (headersTimeout of undici); Deno's never does. SDKs of JavaScript that ask
# by it and set nothing wait as long.
_NODE_FETCH = 300.0
_BY_FETCH = {"fetch", "resend", "replicate", "@google/generative-ai", "@google/genai"}
# SDKs that set another limit in Python than in JavaScript: resend's 30 s; cloudinary's uploader hands on a `timeout` only where
# one is given, and urllib3 has none (cloudinary/uploader.py, `call_api`).
_IN_PYTHON: dict[str, float | None] = {"resend": 30.0, "cloudinary": None}
_DENO = regex(r"(^|/)supabase/functions/")
# Longer than anybody waits for a page: browsers and proxies give up after 30 s at the latest.
LONG_SECONDS = 30.0
# What a well-kept SDK sets itself (Stripe: 80 s, and it tries again) is its makers' choice and no gap of the app.
_SDK_SECONDS = 80.0
# Calls that hand a function on to run after the answer.
_LATER = {
    "add_task", "create_task", "ensure_future", "setImmediate", "setTimeout", "waitUntil", "after", "submit",
    "apply_async", "delay", "send_task", "nextTick", "queueMicrotask", "run_in_background",
}  # fmt: skip
_ON_TO_THE_ANSWER = {"next", "res", "response", "reply", "done", "resolve", "reject", "callback", "cb"}
_NOTICES = regex(
    r"mail|notif|resend|sendgrid|postmark|mailgun|smtp|twilio|sms|slack|discord|telegram|webhook|track|analytics|confirmation",
    re.I,
)


class Patience(Struct, frozen=True):
    """`seconds` a single attempt may take (None: for ever); `written` when the app says so itself, otherwise it is the
    client library's default. `known` is False where it cannot be told."""

    seconds: float | None
    written: bool
    known: bool = True

    @property
    def bounded(self) -> bool:
        """Whether the caller gets away in a time that people wait for."""
        longest = LONG_SECONDS if self.written else _SDK_SECONDS
        return not self.known or (self.seconds is not None and self.seconds <= longest)


def patience(call: ServiceCall) -> Patience:
    """How long a call may take."""
    if call.timeout is None:
        known = call.client in _DEFAULTS
        by_node = call.client in _BY_FETCH and not _DENO.search(call.location.path)
        default = _NODE_FETCH if by_node else _DEFAULTS.get(call.client)
        if call.location.path.endswith(".py"):
            default = _IN_PYTHON.get(call.client, default)
        return Patience(default, written=False, known=known)
    value = call.timeout
    if value.kind == "constant":
        # `timeout=None` waits for ever in Python, `timeout: 0` does in JavaScript's clients.
        number = value.value
        if not isinstance(number, (int, float)) or not number:
            return Patience(None, written=True)
        return Patience(number / 1000 if _in_milliseconds(call) else float(number), written=True)
    seconds = [_seconds(leaf, call) for leaf in value.leaves() if leaf.kind == "constant"]
    longest = max((second for second in seconds if second), default=None)
    return Patience(longest, written=True, known=longest is not None)


_MAIL_SERVER = regex(rb"^\s*EMAIL_HOST\s*=", re.M)
_MAIL_LIMIT = regex(rb"^\s*EMAIL_TIMEOUT\s*=\s*(?!None)", re.M)


def sends_for_ever(app: App) -> bool:
    """Whether Django sends its mail through a server that the settings name, and nothing says how long that may take. A view."""
    texts = [app.read(path) for path in app.modules if path.endswith(".py") and "settings" in path]
    return any(map(_MAIL_SERVER.search, texts)) and not any(map(_MAIL_LIMIT.search, texts))


def _seconds(leaf: Origin, call: ServiceCall) -> float:
    if not isinstance(leaf.value, (int, float)):
        return 0.0
    return leaf.value / 1000 if _in_milliseconds(call) else float(leaf.value)


def _in_milliseconds(call: ServiceCall) -> bool:
    return not call.location.path.endswith(".py")


def waited_for(app: App, call: ServiceCall) -> bool:
    """Whether the answer to the client comes after the call: nothing on the way from the handler to it lets it run
    by itself."""
    if call.detached or call.flow.later:
        return False
    return not any(_let_go(app, place) for place in _places(call))


def notice_of(app: App, endpoint: Endpoint, call: ServiceCall) -> Location | None:
    """Where a mere notice (mail, message, tracking) is sent as a statement of its own, after the action it tells of
    was stored: the outermost such call. None for calls that the action needs."""
    stored = any(
        query.operation in ("insert", "update", "delete", "upsert") and query.number < call.number
        for query in endpoint.queries
    )
    if not stored:
        return None
    for place in _places(call):
        text = app.source(place).decode(errors="replace")
        named = _NOTICES.search(text.split("(")[0]) or _NOTICES.search(call.service)
        if named and statement_around(app, place) is not None:
            return place
    return None


def _places(call: ServiceCall) -> tuple[Location, ...]:
    """From the handler to the call; the first of the calls is the route's own registration."""
    return (*call.calls[1:], call.location)


def statement_around(app: App, place: Location) -> form.Evaluate | None:
    """The statement that is this call and nothing more (awaited or not), so that nothing uses its result."""
    around = nodes_around(app, place)
    for number, node in enumerate(around):
        rest = around[number + 1 :]
        if isinstance(node, form.Evaluate) and _only_awaits(rest, place):
            return node
    return None


def _only_awaits(rest: list[form.Node], place: Location) -> bool:
    """Whether between a statement and a call stands at most an `await`."""
    ahead = [node for node in rest if (node.span.start, node.span.end) != (place.start, place.end)]
    return bool(rest) and all(isinstance(node, form.Await) for node in ahead)


def _let_go(app: App, place: Location) -> bool:
    module = app.modules.get(place.path)
    if module is None:
        return False
    around = nodes_around(app, place)
    if any(isinstance(node, form.Call) and _callee(node) in _LATER for node in around):
        return True
    if module.language == "python":
        return False
    return _floats(around)


def _floats(around: list[form.Node]) -> bool:
    """JavaScript: the promise is made by a statement of its own and nobody awaits it."""
    for node in reversed(around):
        if isinstance(node, (form.Await, form.Return, form.Define, form.Assignment)):
            return False
        if isinstance(node, form.Function):
            # An arrow without braces returns its expression; who gets it is another call's business.
            return False
        if isinstance(node, form.Evaluate):
            return _is_promise_chain(node.value) and not _answers(node)
    return False


def _answers(node: form.Evaluate) -> bool:
    """Whether what follows the promise goes on to the answer: `run(req, res, next).catch(next)`, `.then(() => res.json(x))`."""
    return any(
        isinstance(inner, form.Name) and inner.name in _ON_TO_THE_ANSWER for inner in form.walk((node,))
    )


def _is_promise_chain(value: form.Node) -> bool:
    """`send(...)`, `void send(...)`, `send(...).catch(...)` as a statement; not `callback(await ...)`."""
    if isinstance(value, form.Operation) and value.operator == "void":
        return True
    return isinstance(value, form.Call)


def _callee(call: form.Call) -> str:
    callee = call.callee
    return (
        callee.name
        if isinstance(callee, form.Member)
        else callee.name
        if isinstance(callee, form.Name)
        else ""
    )


def nodes_around(app: App, place: Location) -> list[form.Node]:
    """The nodes around a place, outermost first, the place's own node last."""
    known = app.view(_surroundings)
    if place not in known:
        module = app.modules.get(place.path)
        body = module.body if module is not None else ()
        # `export` repeats the span of what it exports, behind it.
        known[place] = [
            node for node in form.around(body, place.start, place.end) if not isinstance(node, form.Export)
        ]
    return known[place]


def _surroundings(app: App) -> dict[Location, list[form.Node]]:
    """What was found around places: many endpoints lead to the same ones."""
    return {}
