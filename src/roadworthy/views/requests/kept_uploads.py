"""Uploads that the parser before a handler puts on the server's disk, and that nothing takes from there."""

from __future__ import annotations

import re

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.requests.own_parsers import keeps_files, kept_on_disk, own_setups
from roadworthy.views.requests.upload_parsers import parser_of, parser_setups

# What takes the file on from where the parser put it: into another store, or apart.
_TAKEN_ON = regex(
    r"(^|\.)(readFile(Sync)?|createReadStream|parseFile|fromFile)(\(\))?$|csv|xlsx|exceljs|cloudinary|s3|storage",
    re.I,
)
_REMOVED = regex(r"(^|\.)(unlink(Sync)?|rm(Sync)?|remove)(\(\))?$")


def left_by_parser(app: App, endpoint: Endpoint) -> bool:
    """Whether the parser before an endpoint puts files on the disk (`multer({ dest })`) and nothing takes them from there."""
    taken_on = endpoint.services or any(map(_TAKEN_ON.search, endpoint.calls))
    if parser_of(app, endpoint) is None or taken_on or removed_again(endpoint):
        return False
    # Where none is known for its own, all of them have to keep files.
    setups = own_setups(app, endpoint) or list(app.view(parser_setups))
    return bool(setups) and all(keeps_files(app, setup) for setup in setups)


def stores_before(app: App, endpoint: Endpoint) -> tuple[Location, ...]:
    """Where the parsers that may stand before an endpoint are told to keep files on the disk."""
    setups = own_setups(app, endpoint) or list(app.view(parser_setups))
    places = (kept_on_disk(app, setup) for setup in setups)
    return tuple(dict.fromkeys(place for place in places if place is not None))


def removed_again(endpoint: Endpoint) -> bool:
    """Whether a handler removes files, and not the one before while a row says where the new one is."""
    if not any(map(_REMOVED.search, endpoint.calls)):
        return False
    written = [write.value for query in endpoint.queries for write in query.writes]
    return not any(leaf.kind == "files" for value in written for leaf in value.leaves())
