"""Parts of a request that a document database takes as operators, because nothing made sure that they are words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.query import Query
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.spots import spots
from roadworthy.views.requests.taint import client_parts, is_tested
from roadworthy.views.requests.unread_schemas import unread_schema

DOCUMENT_DATABASES = ("mongoose", "mongodb", "motor", "pymongo", "beanie", "monk", "mongoengine")
# What is looked for by something that only its holder knows: a filter in its place finds the row without knowing it.
_SECRET = regex(
    r"(^|_)(token|otp|pin|secret|hash|api_?key)$|^(token|secret|otp)_|(Token|Otp|Otp?Code|Secret|Hash|ApiKey)$",
    re.I,
)
# The questions of Prisma's that take any filter; findUnique compares with values only.
_FILTERED = regex(rb"\.(findFirst|findFirstOrThrow|findMany|updateMany|deleteMany)\(")
_SENT = frozenset({"body", "params", "query", "headers", "cookies", "parsed"})
# Methods that only texts have: on a record they fail before a query is made.
_TEXT_METHODS = rb"trim|toLowerCase|toUpperCase|split|replace|replaceAll|startsWith|endsWith|normalize|charAt|padStart|match|test"
_COMMENT = regex(rb"//[^\n]*|#[^\n]*|/\*.*?\*/", re.S)
_EITHER = ("or", "??", "choice", "and")
_SAME = ("or", "??", "choice", "and", "record", "list", "")


def operator_values(app: App, endpoint: Endpoint) -> Iterator[tuple[Query, Origin]]:
    """(query, part of the request) of filters in which a client can put an operator, or code (`$where`)."""
    for query in endpoint.queries:
        part = _in_query(app, endpoint, query) if query.library in DOCUMENT_DATABASES else None
        if part is not None:
            yield query, part
        elif query.library == "prisma":
            yield from ((query, part) for part in _in_place_of_a_secret(app, endpoint, query))


# What lets somebody in, or is worth something, once a row is found without knowing it.
_KNOWN_BY_FEW = regex(r"code|pass|(^|_)key$|Key$|coupon|voucher|licen[cs]e", re.I)


def finds_its_own(query: Query, part: Origin) -> bool:
    """Whether an operator finds nothing but what its sender could have named: rows of one account or firm, or such as no secret keeps."""
    return _is_bound(query, part) or not _finds_unknown(query, part)


def _is_bound(query: Query, part: Origin) -> bool:
    """Whether something else than what is sent along narrows the rows (`{ _id: body.id, firm: req.firm }`): whichever an operator
    finds, the sender could have named it."""
    others = [
        item
        for item in query.filters
        if item.operator == "=" and not item.optional and part not in item.value.leaves()
    ]
    known = ("constant", "environment", "clock", "body", "query", "parsed")
    return any(all(leaf.kind not in known for leaf in item.value.leaves()) for item in others)


def _finds_unknown(query: Query, part: Origin) -> bool:
    """Whether an operator in place of a value gets more than some row that the sender could have named as well: one that is found by
    what only few know, by all that is sent, or many that are changed at once."""
    if query.operation not in ("select", "insert") and not query.one:
        return True
    return any(
        item.operator != "=" or bool(_SECRET.search(item.column) or _KNOWN_BY_FEW.search(item.column))
        for item in query.filters
        if any(leaf.kind == part.kind and leaf.path == part.path for leaf in item.value.sources())
    )


def _in_query(app: App, endpoint: Endpoint, query: Query) -> Origin | None:
    stripped = _without_operators(app, endpoint, query)
    for item in query.filters:
        facts = (*endpoint.facts, *query.facts, *item.facts)
        if item.operator not in ("=", "whole", "record", "where", "sql"):
            continue
        code = item.operator == "where"
        if stripped and not code:
            continue
        for part in client_parts(item.value, _SENT if code else ("body", "query")):
            typed = not code and (
                _is_compared(app, query)
                or not _may_be_record(app, endpoint, part, item.value)
                or _used_as_text(app, endpoint, part)
                or _is_text(facts, part)
                or _refused_as_record(endpoint, query, part)
            )
            if not typed and not is_tested(facts, part):
                return part
    return None


_COMPARED = regex(rb"[\"']?\$eq[\"']?\s*:")


def _is_compared(app: App, query: Query) -> bool:
    """Whether a query compares by `$eq`, for which a record in place of a word is a record and no operator."""
    place = query.location
    return bool(_COMPARED.search(app.source(place))) and len(query.filters) == 1


def _in_place_of_a_secret(app: App, endpoint: Endpoint, query: Query) -> Iterator[Origin]:
    """`findFirst({ where: { token } })` with a token of the body: `{"not": ""}`, or none at all, finds somebody else's."""
    place = query.location
    if not _FILTERED.search(app.source(place)):
        return
    facts = (*endpoint.facts, *query.facts)
    for item in query.filters:
        if item.operator == "=" and _SECRET.search(item.column):
            for part in client_parts(item.value, ("body",)):
                record = _may_be_record(app, endpoint, part, item.value)
                text = _used_as_text(app, endpoint, part) or _is_text(facts, part)
                if record and not text and not is_tested(facts, part):
                    yield part


def _may_be_record(app: App, endpoint: Endpoint, part: Origin, value: Origin) -> bool:
    """Whether a client can send a record where the code thinks of a word. Text that something was done to is text, each way
    that a value may come."""
    if value.kind == "computed" and value.operation in _EITHER:
        ways = [way for way in value.inputs if part in way.leaves()]
        return any(_may_be_record(app, endpoint, part, way) for way in ways)
    if value.kind == "computed" and value.operation not in _SAME:
        return False
    if part.kind == "query":
        return endpoint.framework == "express" and app.view(_reads_records_in_addresses)
    return part.kind == "body" and not _is_form_field(endpoint, part)


def _is_form_field(endpoint: Endpoint, part: Origin) -> bool:
    """Whether a part is read as a field of a form (`request.form["email"]`), which is a text, whatever is sent."""
    name = ".".join(part.path)
    return any(one.form and one.part == "body" and one.name == name for one in endpoint.inputs)


def _without_operators(app: App, endpoint: Endpoint, query: Query) -> bool:
    """Whether operators are taken out of all that is sent before a handler sees it, or meant as values by the model."""
    if any(one.library == "express-mongo-sanitize" for one in endpoint.middleware) or unread_schema(endpoint):
        return True
    return query.library == "mongoose" and app.view(_means_values)


def _means_values(app: App) -> bool:
    """Mongoose's `set("sanitizeFilter", true)`: an operator that did not pass `mongoose.trusted()` is compared as a value."""
    return any(
        isinstance(value, form.Literal) and value.value is True
        for value in _set_options(app, "sanitizeFilter")
    )


def _reads_records_in_addresses(app: App) -> bool:
    """Whether `?name[$ne]=x` becomes a record. Since version 5, Express reads a query string simply, by texts and lists of texts
    (its guide to version 5, "req.query"), unless the app asks for more (`app.set("query parser", "extended")`)."""
    version = re.search(r"\d+", dict(app.deployment.packages).get("express", ""))
    if version is None or int(version.group()) < 5:
        return True
    return any(
        not (isinstance(parser, form.Literal) and parser.value in ("simple", False))
        for parser in _set_options(app, "query parser")
    )


def _set_options(app: App, name: str) -> Iterator[form.Expr]:
    """What `set(name, value)` of some object gives an option."""
    for spot in spots(app, form.Call):
        call = spot.node
        if not isinstance(call, form.Call) or last_name(call.callee) != "set" or len(call.arguments) < 2:
            continue
        if isinstance(call.arguments[0], form.Literal) and call.arguments[0].value == name:
            yield call.arguments[1]


def _is_text(facts: Iterable[Fact], part: Origin) -> bool:
    """Whether the code goes on only with a text: `typeof token === "string"`."""
    return any(
        fact.holds
        and fact.operator == "=="
        and fact.right is not None
        and fact.right.kind == "constant"
        and fact.right.value == "string"
        and fact.left.operation == "typeof"
        and any(leaf.kind == part.kind and leaf.path == part.path for leaf in fact.left.sources())
        for fact in facts
    )


def _refused_as_record(endpoint: Endpoint, query: Query, part: Origin) -> bool:
    """Whether a record is turned away before the question: `if (typeof equal === "object") return res.status(400)...`."""
    return any(
        answer.status >= 400
        and not answer.handling
        and answer.after <= query.number
        and any(_asks_type(fact, part) for fact in answer.facts)
        for answer in endpoint.answers
    )


def _asks_type(fact: Fact, part: Origin) -> bool:
    """Whether a fact says that a part is no text, or is a record."""
    told = fact.right.value if fact.right is not None and fact.right.kind == "constant" else None
    return (
        fact.operator == "=="
        and (told, fact.holds) in (("object", True), ("string", False))
        and fact.left.operation == "typeof"
        and any(leaf.kind == part.kind and leaf.path == part.path for leaf in fact.left.sources())
    )


def _used_as_text(app: App, endpoint: Endpoint, part: Origin) -> bool:
    """Whether the handler calls a method of texts on a part of the request: a record in its place ends in an error."""
    name = next((name for name in reversed(part.path) if name != "[]"), "")
    place = endpoint.handler
    if not name or not name.isidentifier():
        return False
    # The package "validator" throws for everything but a text (its README, "Strings only").
    called = rb"\b%s\.(%s)\(|\bvalidator\.is\w+\(\s*[\w.]*\b%s\b" % (
        name.encode(),
        _TEXT_METHODS,
        name.encode(),
    )
    return bool(re.search(called, _COMMENT.sub(b"", app.source(place))))
