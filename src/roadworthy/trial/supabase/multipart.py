"""The file in a request: its body as it is, or the one part of a form that browsers make of it (RFC 7578)."""

from __future__ import annotations

import re

from roadworthy.regex import regex
from roadworthy.trial.behaviour import DoubleRequest

_FORM = "multipart/form-data"
_BOUNDARY = regex(r"boundary=\"?([^\";]+)\"?", re.I)
_KIND = regex(rb"^content-type:[ \t]*([^\r\n]+)", re.I | re.M)
_FILE = regex(rb"^content-disposition:[^\r\n]*(?:filename=|name=\"\")", re.I | re.M)
UNKNOWN_KIND = "application/octet-stream"


def uploaded(request: DoubleRequest) -> tuple[bytes, str]:
    """What is in the file, and its media type as the sender says it; nothing where a form holds no file."""
    kind = request.headers.get("content-type", UNKNOWN_KIND)
    boundary = _BOUNDARY.search(kind)
    if not kind.lower().startswith(_FORM) or boundary is None:
        return request.body, kind
    for part in request.body.split(b"--" + boundary[1].encode("latin-1"))[1:]:
        head, ended, content = part.partition(b"\r\n\r\n")
        if ended and _FILE.search(head.lstrip()):
            told = _KIND.search(head)
            return content.removesuffix(b"\r\n"), told[1].decode("latin-1").strip() if told else UNKNOWN_KIND
    return b"", UNKNOWN_KIND
