"""Where parsers of uploads are set up, and with which options."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint, Middleware
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test
from roadworthy.views.requests.trusted_endings import kept_in

PARSERS = (
    "multer",
    "formidable",
    "busboy",
    "express-fileupload",
    "connect-busboy",
    "multiparty",
    "@fastify/multipart",
)
NEST = b"MulterModule"
# What stands over a handler of Nest's, with options of its own: `@UseInterceptors(FileInterceptor("file", { limits }))`.
_INTERCEPTORS = ("fileinterceptor", "filesinterceptor", "filefieldsinterceptor", "anyfilesinterceptor")


_NAMED = regex(r"multer|upload")
# It stands before every route, and reads a body only where the handler asks it to.
ASKED_BY_HANDLERS = "@fastify/multipart"
# What stands before as many routes was put in for all of them, and not for those that want files.
_MANY = 5


class Setup(Struct, frozen=True):
    """Where a parser is set up, the variable that it is kept in ('' for none), and its options where they are written elsewhere.
    `trusting` is the folder that it keeps files in under the ending that their sender gave them ('' where it does not)."""

    place: Location
    name: str
    options: bytes = b""
    trusting: str = ""


def parser_of(app: App, endpoint: Endpoint) -> Middleware | None:
    """The parser of uploads that stands before an endpoint for its own sake: one that stands before all of them says nothing of what
    each takes."""
    return next(
        (
            one
            for one in endpoint.middleware
            if is_parser(one) and one.location not in app.view(parsers_before_all)
        ),
        None,
    )


def is_parser(one: Middleware) -> bool:
    """Whether a middleware reads the files of every request that comes by."""
    named = one.library.split("()")[0] in PARSERS or _NAMED.search(one.name) is not None
    return named and not one.library.startswith(ASKED_BY_HANDLERS)


def parsers_before_all(app: App) -> dict[Location, str]:
    """Where parsers of uploads are put before all routes (`app.use(fileUpload())`), and their names. A view."""
    standing = Counter(
        (one.location, one.name)
        for endpoint in app.endpoints
        for one in endpoint.middleware
        if is_parser(one) and one.location != endpoint.location
    )
    return {place: name for (place, name), number in standing.items() if number >= _MANY}


def parser_setups(app: App) -> tuple[Setup, ...]:
    """`multer({...})` and its like. A view."""
    return tuple(
        setup
        for path, module in sorted(app.modules.items())
        if not is_test(path)
        and any(
            name in app.read(path)
            for name in (NEST, b"sInterceptor(", b"eInterceptor(", *(one.encode() for one in PARSERS))
        )
        for setup in _set_up_in(app, path, module)
    )


def _set_up_in(app: App, path: str, module: form.Module) -> Iterator[Setup]:
    text = app.read(path)
    kept = {
        id(node.value): node
        for node in form.walk(module.body, form.Define, form.Assignment)
        if isinstance(node, (form.Define, form.Assignment)) and node.value is not None
    }
    written = {_kept_in(node): node for node in kept.values()}
    for node in form.walk(module.body, form.Call):
        if isinstance(node, form.Call) and _is_setup(text, node):
            named = (written.get(one.name) for one in node.arguments if isinstance(one, form.Name))
            options = b" ".join(text[one.span.start : one.span.end] for one in named if one is not None)
            holder = kept.get(id(node))
            name = _kept_in(holder) if holder is not None else ""
            yield Setup(at(path, node), name, options, kept_in(app, path, node))


def _kept_in(node: form.Define | form.Assignment) -> str:
    return node.target.name if isinstance(node.target, (form.Name, form.Member)) else ""


def _is_setup(text: bytes, node: form.Call) -> bool:
    name = node.callee.name if isinstance(node.callee, (form.Name, form.Member)) else ""
    if name.lower() in _INTERCEPTORS:
        return bool(node.arguments) and isinstance(node.arguments[-1], form.Record)
    return name.lower() in ("multer", "formidable", "busboy", "incomingform", "fileupload") or (
        name in ("register", "registerAsync") and text[node.span.start : node.span.end].startswith(NEST)
    )
