"""What holds repeated requests back: rate limiters, lock-outs, proofs of being a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.answer import Answer
from roadworthy.app.endpoint import Check, Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import each_once
from roadworthy.app.query import Query
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test
from roadworthy.views.code.spots import spots

_LIMITER = regex(
    r"rate[-_.]?limit|token_?bucket|limiter|throttl|slow[-_]?down|express-brute|flask_limiter|slowapi|ratelimit|upstash"
    r"|\blimit_?requests|login_?attempts|too_?many|brute|axes\b|arcjet|toobusy|quota",
    re.I,
)
_LEFT_OUT = regex(r"limit\w*\.exempt$", re.I)
_PERSON = regex(r"captcha|turnstile|recaptcha|hcaptcha|botid|friendly-challenge", re.I)
_TOO_MANY = 429
_LIBRARY_DOOR = regex(r"nextauth|callback/credentials", re.I)
_MIDDLEWARE = regex(r"(^|/)(middleware|proxy)\.[jt]s$")
# A call of something that is named after what it does: `await checkRateLimit(ip)`, `limiter.consume(key)`.
_CALLED = regex(rb"\b\w*(rate_?limit|limiter|throttle)\w*(\.\w+)?\(", re.I)


def limiter_of(app: App, endpoint: Endpoint) -> str:
    """What limits an endpoint's callers, in words; '' for nothing."""
    named = decorators(app, endpoint)
    # `@limiter.exempt` takes an endpoint out of what limits the others.
    left_out = any(_LEFT_OUT.search(name) for name in named)
    for middleware in endpoint.middleware if not left_out else ():
        if _LIMITER.search(middleware.name) or _LIMITER.search(middleware.library):
            return f"`{middleware.name}` runs before it"
    for name in (*endpoint.calls, *named, *app.middleware):
        if _LIMITER.search(name) and not left_out:
            return f"`{name}` counts its calls"
        if _PERSON.search(name):
            return f"`{name}` asks for a person"
    if any(_CALLED.search(text) for text in _sources(app, endpoint)):
        return "a limiter of its own is asked on the way"
    if any(_PERSON.search(call.service + call.url) for call in endpoint.services):
        return "a captcha is checked"
    if any(_PERSON.search(name) for check in endpoint.checks for name, _ in _of_form(check)):
        return "a form with a captcha is checked"
    counted = [query.table for query in endpoint.queries if _LIMITER.search(query.table)]
    if counted:
        return f"calls are counted in `{counted[0]}`"
    if any(_is_lockout(query) for query in endpoint.queries):
        return "failed attempts are counted and refused"
    if any(answer.status == _TOO_MANY and _is_own(answer) for answer in endpoint.answers):
        return "whoever asks too often is answered 429"
    return ""


def _of_form(check: Check) -> tuple[tuple[str, str], ...]:
    """The fields of a form of the server's, which look at what was sent by themselves (django-simple-captcha's `CaptchaField`,
    Flask-WTF's `RecaptchaField`)."""
    return check.fields if check.library in ("django forms", "wtforms") else ()


# Libraries that count requests, by the name under which they are imported.
_COUNTS = regex(
    r"^(@fastify/rate-limit|fastify-rate-limit|express-rate-limit|express-slow-down|rate-limiter-flexible|@nestjs/throttler|koa-ratelimit"
    r"|hono-rate-limiter|@upstash/ratelimit|@arcjet/\w+|slowapi|fastapi_limiter|fastapi_throttle\w*|flask_limiter|limits|aiolimiter"
    r"|django_ratelimit|ratelimit|axes|defender|pyrate_limiter)(\.|/|$)"
)


def limits_unseen(app: App) -> bool:
    """Whether the app has a library count requests, and before no endpoint at all it was seen: where it stands was not read, and
    that it stands nowhere is not known. A view."""
    used = any(
        isinstance(spot.node, form.Import) and _COUNTS.match(spot.node.source) and not is_test(spot.path)
        for spot in spots(app, form.Import)
    )
    return used and not any(limiter_of(app, endpoint) for endpoint in app.endpoints)


def _is_own(answer: Answer) -> bool:
    """Whether it is the app itself that has counted, and not a service whose own 429 is passed on."""
    facts = list(each_once(answer.facts))
    if any(str(_TOO_MANY) in str(fact) or ".status" in str(fact) for fact in facts):
        return False
    return not answer.handling or any(
        fact.operator == "instanceof"
        and fact.holds
        and fact.right is not None
        and fact.right.kind == "unknown"
        for fact in facts
    )


def _sources(app: App, endpoint: Endpoint) -> Iterator[bytes]:
    """The source of the handler, of the middleware that a file system router puts before it, and of the sign-in that a library calls."""
    place = endpoint.handler
    yield app.source(place)
    signs_in = _LIBRARY_DOOR.search(endpoint.path) is not None
    if signs_in:
        yield from (text for _, text in app.view(_sign_ins))
    if endpoint.framework.startswith("next"):
        # A route handler has what covers its path; an action is posted to whichever page it stands in.
        covering = {one.location.path for one in endpoint.middleware}
        everywhere = endpoint.kind != "http" or signs_in
        yield from (
            app.read(path)
            for path in app.modules
            if _MIDDLEWARE.search(path) and (path in covering or (everywhere and not covering))
        )


def _sign_ins(app: App) -> tuple[tuple[str, bytes], ...]:
    texts = ((path, app.read(path)) for path in sorted(app.modules))
    return tuple(
        (path, text) for path, text in texts if b"authorize" in text and re.search(rb"Credentials", text)
    )


def _is_lockout(query: Query) -> bool:
    """Whether what holds before a query tests a count of attempts or the time of a lock."""
    facts = [str(fact) for fact in query.facts]
    return any(
        re.search(r"\b\w*(attempts?|(?<!b)(?<!un)locked\w*|lockout\w*)\b", fact, re.I) for fact in facts
    )


def decorators(app: App, endpoint: Endpoint) -> tuple[str, ...]:
    """The decorators of an endpoint's handler and its class as written, dotted."""
    return app.view(_decorators).get((endpoint.handler.path, endpoint.handler.start), ())


def _decorators(app: App) -> dict[tuple[str, int], tuple[str, ...]]:
    found: dict[tuple[str, int], tuple[str, ...]] = {}
    for path, module in app.modules.items():
        if module.language == "python":
            for node, names in _decorated(module.body, ()):
                found[(path, node.span.start)] = names
    return found


def _decorated(
    body: tuple[object, ...], outer: tuple[str, ...]
) -> Iterator[tuple[form.Function, tuple[str, ...]]]:
    for node in body:
        if isinstance(node, form.Function):
            names = tuple(_dotted(decorator) for decorator in node.decorators)
            yield node, (*outer, *names)
            yield from _decorated(node.body, ())
        elif isinstance(node, form.Class):
            own = tuple(_dotted(decorator) for decorator in node.decorators)
            yield from _decorated(node.body, (*outer, *own, *_throttles(node)))


def _throttles(kind: form.Class) -> Iterator[str]:
    """`throttle_classes = [...]` of a class of endpoints."""
    for node in kind.body:
        if (
            isinstance(node, form.Define)
            and isinstance(node.target, form.Name)
            and "throttle" in node.target.name
        ):
            yield node.target.name


def _dotted(node: form.Expr) -> str:
    inner = node.callee if isinstance(node, form.Call) else node
    if isinstance(inner, form.Member):
        return f"{_dotted(inner.object)}.{inner.name}"
    named = inner.name if isinstance(inner, form.Name) else ""
    if isinstance(node, form.Call) and named == "method_decorator":
        return " ".join(_dotted(argument) for argument in node.arguments)
    return named
