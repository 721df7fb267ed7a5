"""Google Fonts as its double: style sheets that name every face asked for, and a font file that is none.

A build that fetches fonts (`next/font/google`) wants a face for each family; whoever draws with the file falls back.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlsplit

from roadworthy.regex import regex
from roadworthy.trial.behaviour import DoubleRequest
from roadworthy.trial.double_parts import Part

SHEETS = "fonts.googleapis.com"
FILES = "fonts.gstatic.com"
_WEIGHTS = regex(r"wght@([\d.;,]+)|:([\d,]+)$")
_FACE = """/* latin */
@font-face {{
  font-family: '{family}';
  font-style: normal;
  font-weight: {weight};
  font-display: swap;
  src: url(https://{files}/s/{file}.woff2) format('woff2');
  unicode-range: U+0000-00FF;
}}
"""


def font_part(request: DoubleRequest) -> Part | None:
    """The style sheet or the font file; None for other hosts."""
    if request.host == SHEETS:
        faces = [_face(value) for name, value in parse_qsl(urlsplit(request.path).query) if name == "family"]
        return Part(200, "text/css; charset=utf-8", "".join(faces).encode())
    return Part(200, "font/woff2", b"wOF2") if request.host == FILES else None


def _face(wanted: str) -> str:
    """`Inter:wght@400;700` -> the face of the first weight; `100..900` is a range of weights."""
    family = wanted.partition(":")[0]
    found = _WEIGHTS.search(wanted)
    listed = re.split(r"[;,]", (found[1] or found[2]) if found else "400")
    weight = listed[-1].replace("..", " ") or "400"
    return _FACE.format(family=family, weight=weight, files=FILES, file=quote(f"{family}-latin", safe=""))
