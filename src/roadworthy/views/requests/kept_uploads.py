"""Uploads that the parser before a handler puts on the server's disk, and that nothing takes from there."""

from __future__ import annotations

import re

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.views.requests.own_parsers import keeps_files, own_setups
from roadworthy.views.requests.upload_parsers import parser_of, parser_setups

# What takes the file on from where the parser put it: into another store, or apart.
_TAKEN_ON = regex(
    r"(^|\.)(unlink(Sync)?|rm(Sync)?|remove|readFile(Sync)?|createReadStream|parseFile|fromFile)(\(\))?$|csv|xlsx|exceljs|cloudinary|s3|storage",
    re.I,
)


def left_by_parser(app: App, endpoint: Endpoint) -> bool:
    """Whether the parser before an endpoint puts files on the disk (`multer({ dest })`) and nothing takes them from there."""
    if parser_of(app, endpoint) is None or endpoint.services or any(map(_TAKEN_ON.search, endpoint.calls)):
        return False
    # Where none is known for its own, all of them have to keep files.
    setups = own_setups(app, endpoint) or list(app.view(parser_setups))
    return bool(setups) and all(keeps_files(app, setup) for setup in setups)
