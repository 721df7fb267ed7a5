"""Files that come in a form which the handler reads itself: `(await request.formData()).get("photo") as File`."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test
from roadworthy.views.requests.facts import all_facts

_FORM = regex(rb"\.formData\(\)|:\s*FormData\b")
_FILE = regex(
    rb"\.get(?:All)?\(\s*[\"'`]\w+[\"'`]\s*\)\s*as\s+[^;,\n]*\b(?:File|Blob)\b|instanceof\s+(?:File|Blob)\b|\.arrayBuffer\(\)"
)
# A parameter of an action, or a field of its schema, that is a file.
_TYPED = regex(rb"\b\w+\??:\s*(?:File|Blob)\b|\binstanceof\((?:File|Blob)\)")
_HELD = regex(
    rb"\b(?:const|let|var)\s+(\w+)\s*=\s*(?:await\s+)?(?:\w+\.get(?:All)?\(|\w+\.formData\(|new FormData\()|(\w+)\s*:\s*FormData\b"
)
_SAID = regex(rb"\.get(?:All)?\(\s*[\"'`](\w+)[\"'`]\s*\)\s*as\s+[^;,\n]*\b(?:File|Blob)\b")
_OF_FILES = frozenset({"size", "type", "name", "arrayBuffer", "stream", "lastModified"})
_CALLED = regex(rb"(?<![.\w])(\w+)\(([^()]*)\)")
# What one of several files is called.
_PLAIN = {b"file", b"image", b"photo", b"upload", b"blob"}
_WORD = regex(rb"\w+")
_MADE = regex(rb"\bexport\s+(?:async\s+)?(?:function|const)\s+(\w+)")
_SIZES = frozenset({"size", "byteLength", "length"})
_KINDS = frozenset({"type", "name"})


def reads_form_data(app: App, endpoint: Endpoint) -> bool:
    """Whether a handler reads its body as a form of several parts."""
    place = endpoint.handler
    return b".formData()" in app.source(place)


def file_fields(app: App, endpoint: Endpoint) -> tuple[str, ...]:
    """The fields of that form which are files: said to be one, or asked for what only a file has."""
    place = endpoint.handler
    source = app.source(place)
    said = {name.decode() for name in _SAID.findall(source)}
    asked = {
        one.name.rpartition(".")[0]
        for one in endpoint.inputs
        if one.part == "body" and one.name.rpartition(".")[2] in _OF_FILES
    }
    fields = {one.name for one in endpoint.inputs if one.part == "body"}
    return tuple(sorted(said | (asked & fields)))


def takes_file(app: App, endpoint: Endpoint) -> bool:
    """Whether a request to an endpoint brings a file, whether a parser or the handler itself takes it out of the form."""
    return any(item.part == "files" for item in endpoint.inputs) or takes_form_file(app, endpoint)


def takes_form_file(app: App, endpoint: Endpoint) -> bool:
    """Whether a handler takes a field of a form as a file, or a server action a file as it is."""
    place = endpoint.handler
    source = app.source(place)
    if endpoint.method == "ACTION" and _TYPED.search(source):
        return True
    return bool(_FORM.search(source) and _FILE.search(source) and b".get" in source)


def helpers_of(app: App, endpoint: Endpoint) -> Iterator[bytes]:
    """The modules of the app's own functions that a handler hands the file or the form to: it may be looked at there."""
    place = endpoint.handler
    source = app.source(place)
    held = {name for found in _HELD.findall(source) for name in found if name} | _PLAIN
    called = {name for name, given in _CALLED.findall(source) if set(_WORD.findall(given)) & held}
    for path in app.modules:
        if path != place.path and not is_test(path) and called & set(_MADE.findall(app.read(path))):
            yield app.read(path)


def size_is_asked(endpoint: Endpoint) -> bool:
    """Whether something depends on how large a file of the request is, here or in a function that is handed it."""
    return _asked(endpoint, _SIZES)


def kind_is_asked(endpoint: Endpoint) -> bool:
    """Whether something depends on what a file of the request is called or says it is."""
    return _asked(endpoint, _KINDS)


def _asked(endpoint: Endpoint, names: frozenset[str]) -> bool:
    return any(
        leaf.from_request and leaf.path[-1:] and leaf.path[-1] in names and len(leaf.path) > 1
        for fact in all_facts(endpoint)
        for side in (fact.left, fact.right)
        if side is not None
        for leaf in side.leaves()
    )
