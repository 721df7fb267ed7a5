"""Uploads that the parser before a handler puts on the server's disk, and that nothing takes from there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name
from roadworthy.views.requests.upload_parsers import Setup, parser_of, parser_setups

# What takes the file on from where the parser put it: into another store, or apart.
_TAKEN_ON = regex(
    r"(^|\.)(unlink(Sync)?|rm(Sync)?|remove|readFile(Sync)?|createReadStream|parseFile|fromFile)(\(\))?$|csv|xlsx|exceljs|cloudinary|s3|storage",
    re.I,
)


def left_by_parser(app: App, endpoint: Endpoint) -> bool:
    """Whether the parser before an endpoint puts files on the disk (`multer({ dest })`) and nothing takes them from there."""
    if parser_of(app, endpoint) is None or endpoint.services or any(map(_TAKEN_ON.search, endpoint.calls)):
        return False
    return app.view(_parsers_keep)


def _parsers_keep(app: App) -> bool:
    """Whether every parser of the app is told to keep files on the disk."""
    setups = app.view(parser_setups)
    return bool(setups) and all(_keeps(app, setup) for setup in setups)


def _keeps(app: App, setup: Setup) -> bool:
    module = app.modules[setup.place.path]
    for node in form.walk(module.body, form.Call):
        if isinstance(node, form.Call) and at(setup.place.path, node) == setup.place:
            options = node.arguments[0] if node.arguments else None
            return isinstance(options, form.Record) and any(
                _names_disk(module, one) for one in options.entries
            )
    return False


def _names_disk(module: form.Module, entry: form.Entry) -> bool:
    """`dest: "uploads"`, `storage: multer.diskStorage(...)`, or the name of such a store."""
    key = entry.key.value if isinstance(entry.key, form.Literal) else ""
    if key != "storage":
        return key == "dest"
    value: form.Expr | None = entry.value
    if isinstance(value, form.Name):
        value = next((one.value for one in _defined(module) if _target(one) == value.name), None)
    return isinstance(value, form.Call) and last_name(value.callee) == "diskStorage"


def _defined(module: form.Module) -> Iterator[form.Define]:
    for node in form.walk(module.body, form.Define):
        if isinstance(node, form.Define):
            yield node


def _target(node: form.Define) -> str:
    return node.target.name if isinstance(node.target, form.Name) else ""
