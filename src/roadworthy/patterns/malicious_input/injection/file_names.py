"""Names of files that were sent, which become part of a path: what of them was looked at."""

from __future__ import annotations

import re

from roadworthy.app import Fact, Origin
from roadworthy.app.use import Use
from roadworthy.regex import regex
from roadworthy.views.requests.text_shape import below

_ENDS = regex(r"split|splitext|suffix|ends_?with|guess_type", re.I)


def names_a_file(use: Use) -> bool:
    """Whether Python opens or puts a file, which may be one that was sent, under a name with folders in it: Node's parsers leave nothing
    but the last part of the name (busboy's README, `preservePath`), Werkzeug hands it on as it came (`FileStorage.filename`)."""
    return use.kind == "path" and use.location.path.endswith(".py")


def is_content(part: Origin) -> bool:
    """Whether a part of a file that was sent is anything but its name."""
    return part.kind == "files" and part.path[-1:] != ("filename",)


def asks_for_ending(fact: Fact) -> bool:
    """`name.rsplit(".", 1)[1] in ALLOWED`: what stands before the ending was not looked at."""
    return any(_ENDS.search(one.operation) for one in below(fact.left))
