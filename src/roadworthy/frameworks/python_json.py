"""`json.loads`: what a request holds as JSON is what the client sent, part by part."""

from __future__ import annotations

from roadworthy.app.origin import REQUEST_KINDS
from roadworthy.frameworks.found import Found
from roadworthy.interpret import Args, Datum, Derived, External, Library, Run, Value
from roadworthy.languages import form

_TEXT = {"decode", ".decode", "str"}


def register(library: Library, found: Found) -> None:
    """Tells what reading JSON means."""
    library.on_call(
        "json.loads",
        "simplejson.loads",
        "ujson.loads",
        "orjson.loads",
        "flask.json.loads",
        "django.utils.json.loads",
    )(_loads)


def _loads(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """The parts of the record that a request's text holds; other text stays what it is."""
    value = args.get(0, "s")
    while isinstance(value, Derived) and value.operation in _TEXT and value.operands:
        value = value.operands[0]
    if isinstance(value, Datum) and value.kind in REQUEST_KINDS - {"parsed"}:
        return Datum(value.kind, value.path, node)
    return None
