"""What takes files and large bodies in, and what bounds them: size, number, kind, name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.app.origin import Origin
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test
from roadworthy.views.data.file_columns import bodies_are_bounded, file_fields
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.requests.form_files import helpers_of, kind_is_asked, size_is_asked, takes_form_file
from roadworthy.views.requests.nest_uploads import method_under
from roadworthy.views.requests.own_parsers import is_before_asking, own_setups, speaks_of
from roadworthy.views.requests.trusted_endings import is_handed_out
from roadworthy.views.requests.upload_parsers import (
    ASKED_BY_HANDLERS,
    parser_of,
    parser_setups,
    parsers_before_all,
)

_SIZE = regex(rb"limits\b|fileSize|maxFileSize|maxTotalFileSize|MAX_CONTENT_LENGTH|MAX_FORM_MEMORY|content[-_]length|DATA_UPLOAD_MAX"
                   rb"|FILE_UPLOAD_MAX|max_size|MAX_[A-Z_]*SIZE|maxSize|\.size\s*[<>]|len\(\w+\)\s*>|MAX_UPLOAD|max_upload|SizeLimit|BodySizeLimit", re.I)  # fmt: skip
_KIND = regex(
    rb"fileFilter|mimetype|mime_type|content_type|contentType|file-type|magic|ALLOWED_EXTENSIONS|allowed_(file|ext|types)|allowedTypes|\.type\b"
    rb"|imghdr|signature|magic_?number|PIL|Image\.open|sharp|filetype|FileTypeValidator|FileExtensionValidator|accept",
    re.I,
)
_BULK = regex(r"bulk|import|ingest|batch|sync", re.I)
_LARGE = regex(r"^\s*(\d+(?:\.\d+)?)\s*(mb|gb)\s*$", re.I)
# More than this in one JSON body is a file by another name.
LARGEST_BODY_MB = 5.0


class Upload(Struct, frozen=True):
    """An endpoint that takes files (`files`) or lists without end (`rows`). `sized` and `typed` tell what bounds them; `places` where it is
    taken in; `trusts` when their kind is only what the sender says, and the ending that the sender gave is kept; `unasked` when they are
    kept before anything asks who sends them, and only then refused."""

    endpoint: Endpoint
    kind: str
    sized: bool
    typed: bool
    places: tuple[Location, ...]
    trusts: bool = False
    unasked: bool = False


def uploads(app: App) -> Iterator[Upload]:
    """The endpoints that take files or lists in, or hand out addresses to put them at."""
    for endpoint in app.endpoints:
        signed = _signed_address(app, endpoint)
        if signed is not None:
            yield signed
            continue
        if endpoint.method in ("GET", "HEAD", "OPTIONS"):
            continue
        declared = _by_routes(app, endpoint)
        if declared is not None:
            yield declared
            continue
        if endpoint.framework.startswith("django"):
            # A form of Django's is told by its model's fields (views/data/file_columns.py).
            checked = _by_serializer(app, endpoint) or _by_hand(app, endpoint)
            if checked is not None:
                yield checked
            continue
        parser = parser_of(app, endpoint)
        files = [item for item in endpoint.inputs if item.part == "files"]
        in_form = parser is None and not files and takes_form_file(app, endpoint)
        if parser is not None or files or in_form:
            texts = list(_sources(app, endpoint))
            texts += helpers_of(app, endpoint) if in_form else ()
            places = (endpoint.location, *(item.location for item in files[:1]))
            kept = [one for one in own_setups(app, endpoint) if one.trusting]
            trusts = any(is_handed_out(app, one.trusting) for one in kept)
            places += tuple(one.place for one in kept if trusts)
            yield Upload(
                endpoint,
                "files",
                any(_SIZE.search(text) for text in texts)
                or _whole_app_bound(app, endpoint)
                or (in_form and size_is_asked(endpoint))
                or _is_bound_by_itself(app, endpoint),
                any(map(_LOOKS_INSIDE.search, endpoint.calls))
                or (not trusts and _is_typed(app, endpoint, texts, in_form)),
                tuple(dict.fromkeys(places)),
                trusts,
                is_before_asking(app, endpoint),
            )


_BOUND_SINCE = (7, 7)


def _is_bound_by_itself(app: App, endpoint: Endpoint) -> bool:
    """@fastify/multipart lets files grow no larger than other bodies (1 MB unless told) since 7.7 (its index.js, `defaultLimits`)."""
    asked = any(m.library.startswith(ASKED_BY_HANDLERS) for m in endpoint.middleware)
    versions = [version for name, version in app.deployment.packages if name == ASKED_BY_HANDLERS]
    numbers = [tuple(map(int, re.findall(r"\d+", version)[:2])) for version in versions]
    return asked and any(number >= _BOUND_SINCE for number in numbers)


def _is_typed(app: App, endpoint: Endpoint, texts: list[bytes], in_form: bool) -> bool:
    """Whether something asks what kind of file it is, or nothing keeps it as one."""
    return (
        (in_form and kind_is_asked(endpoint))
        or any(_KIND.search(text) for text in (*texts, *_keepers(app, endpoint)))
        or not _is_stored(endpoint, texts)
    )


# What reads a file as what it should be, wherever on the way.
_LOOKS_INSIDE = regex(
    r"^(PIL\.Image\.open|imghdr\.what|magic\.from_|filetype\.(guess|is_)|puremagic\.|fitz\.open)"
)
_KEEPS = regex(r"FileStorage\.save$|^shutil\.copyfileobj$|^aiofiles\.open$")
_FILE_RULE = regex(r"\bfile\b")


def _by_routes(app: App, endpoint: Endpoint) -> Upload | None:
    """UploadThing takes what a route names, each kind up to a size of its own; `blob` is any kind. EdgeStore takes what its buckets do."""
    if any(call.startswith("@edgestore/server/adapters") for call in endpoint.calls):
        return _by_buckets(app, endpoint)
    routes = [call.location for call in endpoint.services if call.service == "uploadthing"]
    if not routes:
        return None
    typed = not any(b"blob" in app.source(one) for one in routes)
    return Upload(endpoint, "files", True, typed, (endpoint.location, routes[0]))


_BUCKETS = ("fileBucket", "imageBucket")


def _by_buckets(app: App, endpoint: Endpoint) -> Upload | None:
    """The first of EdgeStore's buckets that takes files of any size or kind (`es.fileBucket({ maxSize, accept })`), else the last."""
    found = [
        Upload(
            endpoint,
            "files",
            bool(_SIZE.search(text)),
            node.callee.name == "imageBucket" or bool(_KIND.search(text)),
            (endpoint.location, at(path, node)),
        )
        for path, module in sorted(app.modules.items())
        if b"@edgestore/server" in app.read(path)
        for node in form.walk(module.body, form.Call)
        if isinstance(node, form.Call)
        and isinstance(node.callee, form.Member)
        and node.callee.name in _BUCKETS
        for text in (app.read(path)[node.span.start : node.span.end],)
    ]
    return min(found, key=lambda one: one.sized and one.typed, default=None)


def _by_serializer(app: App, endpoint: Endpoint) -> Upload | None:
    """An endpoint whose serializer takes files that no model keeps: they are read, and sent on."""
    kept = {field.column for field in file_fields(app)}
    rules = [
        (check.location, rule)
        for check in endpoint.checks
        for name, rule in check.fields
        if check.library == "drf" and _FILE_RULE.search(rule) and name.split(".")[-1] not in kept
    ]
    if not rules:
        return None
    sized = (
        app.view(bodies_are_bounded) or size_is_asked(endpoint) or all("refine" in rule for _, rule in rules)
    )
    typed = all("image" in rule or "refine" in rule for _, rule in rules)
    return Upload(endpoint, "files", sized, typed, tuple(dict.fromkeys((endpoint.location, rules[0][0]))))


_STORAGE = regex(r"(FileSystemStorage\(\)|default_storage)\.save$")


def _by_hand(app: App, endpoint: Endpoint) -> Upload | None:
    """A view of Django's that writes what came to a file itself, past every model and form."""
    files = [item for item in endpoint.inputs if item.part == "files"]
    opened = any(
        use.kind == "path" and use.api == "open" and _is_for_writing(use.arguments) for use in endpoint.uses
    )
    if not files or not (opened or any(map(_STORAGE.search, endpoint.calls))):
        return None
    texts = [app.source(endpoint.handler)]
    return Upload(
        endpoint,
        "files",
        any(map(_SIZE.search, texts)) or size_is_asked(endpoint),
        any(map(_KIND.search, texts)) or any(map(_LOOKS_INSIDE.search, endpoint.calls)),
        tuple(dict.fromkeys((endpoint.location, files[0].location))),
    )


def _is_for_writing(given: tuple[Origin, ...]) -> bool:
    """`open(path, "wb+")`."""
    return len(given) > 1 and str(given[1].value).startswith(("wb", "xb", "ab"))


_SIGNS = "@aws-sdk/s3-request-presigner.getSignedUrl"
_PUTS = "@aws-sdk/client-s3.PutObjectCommand"
_SENDS = "@aws-sdk/client-s3.S3Client().send"


def _signed_address(app: App, endpoint: Endpoint) -> Upload | None:
    """An endpoint that signs an address at which the client puts a file: whoever has it puts there what they like, of any size,
    unless the length is signed too."""
    if not {_SIGNS, _PUTS} <= set(endpoint.calls) or _SENDS in endpoint.calls:
        return None
    place = endpoint.handler
    handler = app.source(place)
    texts = [
        text
        for path in sorted(app.modules)
        if b"PutObjectCommand" in (text := app.read(path)) and b"getSignedUrl" in text and not is_test(path)
    ]
    sized = any(b"ContentLength" in text for text in texts) or bool(_SIZE.search(handler))
    return Upload(endpoint, "files", sized, bool(_KIND.search(handler)), (endpoint.location,))


def _sources(app: App, endpoint: Endpoint) -> Iterator[bytes]:
    """The handler's source, and the file that sets its parser up: where the endpoint is put in and where its middleware is made."""
    place = endpoint.handler
    yield app.source(place)
    if endpoint.framework == "nest":
        yield from method_under(app, place)
    for setup in own_setups(app, endpoint):
        yield app.source(setup.place) + setup.options


def _is_stored(endpoint: Endpoint, texts: list[bytes]) -> bool:
    """Whether what comes in is kept as a file: what is only read (a list to import) has no kind that could harm."""
    written = any(use.kind == "path" for use in endpoint.uses) or any(
        re.search(r"storage|s3|cloudinary|blob|bucket|aws|upload", call.service, re.I)
        for call in endpoint.services
    )
    written = written or any(map(_KEEPS.search, endpoint.calls))
    return written or any(
        re.search(rb"\bdest\b|diskStorage|\.save\(|\.mv\(|write_bytes|writeFile|put_object|upload", text)
        for text in texts
    )


def _keepers(app: App, endpoint: Endpoint) -> Iterator[bytes]:
    """The files that set a parser up and look after what it took in, where that is a file of its own."""
    for path in dict.fromkeys(setup.place.path for setup in app.view(parser_setups)):
        if path != endpoint.handler.path and speaks_of(app, endpoint, path):
            yield app.read(path)


def _whole_app_bound(app: App, endpoint: Endpoint) -> bool:
    """Whether the framework is told how much a request may bring. Next.js bounds what comes to a server action, 1 MB or as told
    (https://nextjs.org/docs/app/api-reference/config/next-config-js/serverActions)."""
    if endpoint.framework == "nextjs" and endpoint.method == "ACTION":
        return True
    if endpoint.framework in ("flask", "connexion"):
        return any(
            b"MAX_CONTENT_LENGTH" in app.read(path)
            for path, module in app.modules.items()
            if module.language == "python"
        )
    if endpoint.framework == "fastapi":
        return any(
            re.search(r"size|length|limit", m.name, re.I) and m.library not in ("slowapi",)
            for m in endpoint.middleware
        )
    return False


def unbounded_for_all(app: App) -> Iterator[Location]:
    """Parsers before all routes that read files of any size."""
    for place in app.view(parsers_before_all):
        own = [one for one in app.view(parser_setups) if one.place.path == place.path]
        texts = [app.source(one.place) + one.options for one in own]
        if own and not any(map(_SIZE.search, texts)):
            yield own[0].place


# --- bodies ------------------------------------------------------------------------------------------


def wide_bodies(app: App) -> tuple[tuple[str, Location], ...]:
    """Parsers of bodies that are told to take megabytes, or without end: (limit as written, where)."""
    return app.view(_wide_bodies)


def _wide_bodies(app: App) -> tuple[tuple[str, Location], ...]:
    found = []
    for path, module in sorted(app.modules.items()):
        if is_test(path) or module.language == "python":
            continue
        for node in form.walk(module.body, form.Call):
            if (
                isinstance(node, form.Call)
                and isinstance(node.callee, form.Member)
                and node.callee.name in ("json", "urlencoded", "raw", "text")
            ):
                limit = _limit(node)
                if limit is not None:
                    found.append((limit, at(path, node)))
    return tuple(found)


def _limit(node: form.Call) -> str | None:
    options = node.arguments[0] if node.arguments and isinstance(node.arguments[0], form.Record) else None
    for entry in options.entries if options is not None else ():
        if (
            isinstance(entry.key, form.Literal)
            and entry.key.value == "limit"
            and isinstance(entry.value, form.Literal)
        ):
            written = str(entry.value.value)
            size = _LARGE.match(written)
            if written == "Infinity" or (
                size and float(size[1]) * (1024 if size[2].lower() == "gb" else 1) > LARGEST_BODY_MB
            ):
                return written
    return None


def bulk_bodies(app: App) -> Iterator[Upload]:
    """Endpoints that store every element of a list in the body, of a framework that reads bodies of any size."""
    for endpoint in app.endpoints:
        if endpoint.framework not in ("fastapi", "starlette") or _whole_app_bound(app, endpoint):
            continue
        for query in endpoint.queries:
            if query.operation not in ("insert", "upsert") or not query.loops:
                continue
            if SIGNED_IN in Access(endpoint).anywhere() and not _BULK.search(endpoint.path):
                break  # the parts of what somebody sends once, such as an order's items
            listed = [
                leaf
                for write in query.writes
                for leaf in write.value.sources()
                if leaf.kind in ("body", "parsed") and "[]" in leaf.path
            ]
            if listed and not _is_bounded(endpoint, listed[0].path[: listed[0].path.index("[]")]):
                yield Upload(endpoint, "rows", False, True, (endpoint.location, query.location))
                break


def _is_bounded(endpoint: Endpoint, path: tuple[str, ...]) -> bool:
    """Whether the schema says how long the list may be."""
    name = ".".join(path)
    rules = [
        rule
        for check in endpoint.checks
        for field, rule in check.fields
        if field in (name, f"{name}.[]", name.rsplit(".", 1)[-1])
    ]
    return any(
        re.search(r"\bmax|max_length|le\b", rule) for rule in rules if "list" in rule or "array" in rule
    )
