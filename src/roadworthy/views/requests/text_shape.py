"""How a text is put together: what stands before a part that a client decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app.origin import Origin
from roadworthy.regex import regex
from roadworthy.views.requests.taint import same_part

_JOINING = ("template", "+", "%", "format", "join", "urljoin")
_HOSTED = regex(r"^(https?:)?//[^/?#]+[/?#]")


def pieces(origin: Origin) -> Iterator[Origin]:
    """What a text is made of, in order, itself when it is one piece. Of several possible values, each is a way of its own."""
    if origin.kind == "computed" and origin.operation in _JOINING:
        for inner in origin.inputs:
            yield from pieces(inner)
    else:
        yield origin


def ways(origin: Origin) -> Iterator[Origin]:
    """The values an expression may have: the sides of `a or b`, the branches of a choice."""
    if origin.kind == "computed" and origin.operation in ("choice", "or", "??", "and"):
        for inner in origin.inputs:
            yield from ways(inner)
    elif origin.kind == "computed" and origin.operation in ("String", "str", "trim", "strip", "toString"):
        yield from ways(origin.inputs[0]) if origin.inputs else ()
    else:
        yield origin


def before(origin: Origin, part: Origin) -> str | None:
    """The text before a part, with `*` for what is not known; None when the part is not in it."""
    text = ""
    for piece in pieces(origin):
        if any(same_part(leaf, part) for leaf in _sources(piece)):
            return text
        text += str(piece.value) if piece.kind == "constant" and piece.value is not None else "*"
    return None


def chooses_host(origin: Origin, part: Origin) -> bool:
    """Whether a part of an address decides to which server it leads: nothing before it ends the server's name."""
    for way in ways(origin):
        text = before(way, part)
        if text is not None and not (
            _HOSTED.match(text) or text.startswith(("/", "?", "#", "./")) or re.search(r"\*[/?#]", text)
        ):
            return bool(re.fullmatch(r"\*?|(https?:)?//[^/]*", text))
    return False


def chooses_path(origin: Origin, part: Origin) -> bool:
    """Whether a part stands in the path of an address: `../` in it asks for something else of the same server."""
    for way in ways(origin):
        text = before(way, part)
        if text is not None and "?" not in text and _HOSTED.match(text):
            return True
    return False


def _sources(origin: Origin) -> Iterator[Origin]:
    yield from origin.sources()
    if origin.kind == "computed" and origin.operation.endswith(("get()", "get")):
        name = next((str(leaf.value) for leaf in origin.leaves() if leaf.kind == "constant"), "")
        yield Origin("query", (name,) if name else ())


def is_kept_flat(origin: Origin, part: Origin) -> bool:
    """Whether the dots or the slashes of a part were taken out, so that it climbs out of no folder: `ending.replace(".", "")`."""
    return any(map(_flattens, below(origin))) and not _stands_bare(origin, part)


def below(origin: Origin) -> Iterator[Origin]:
    """An origin and all that it is made of."""
    yield origin
    for inner in (*origin.inputs, *(one for _, one in origin.fields)):
        yield from below(inner)


def _flattens(origin: Origin) -> bool:
    given = [one.value for one in origin.inputs[1:] if one.kind == "constant"]
    return origin.operation in ("replace", "replaceAll") and given in ([".", ""], ["/", ""])


def _stands_bare(origin: Origin, part: Origin) -> bool:
    if same_part(origin, part):
        return True
    inside = () if _flattens(origin) else (*origin.inputs, *(one for _, one in origin.fields))
    return any(_stands_bare(one, part) for one in inside)
