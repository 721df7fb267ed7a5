"""Where the page says in words that something failed."""

from __future__ import annotations

import re

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import last_name
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below

_WORDS = regex(
    r"fail|error|could ?n.t|could not|unable to|went wrong|try again|retry|unavailable|not available|no preview|cannot load|can.t load|"
    r"klaida|erreur|fehler|konnte nicht|no se pudo|失败|出错|خطا",
    re.I,
)
# Of a person or a thing on sale, not of the page.
_STATE = regex(r"(not |un)available", re.I)
# Where something was taken away on purpose, or by somebody else.
_GONE = regex(r"deleted|removed|no longer|sold|booked|taken|closed|expired", re.I)
_TELLS = regex(
    r"^(toast|notify|alert|message|notification|enqueueSnackbar|showToast|showError|Swal|addToast|setError)",
    re.I,
)


# What is said of a thing that is not there, in words that a failure shares.
_ABSENT = regex(
    r"(could ?n.t|could not|cannot|can.t|was not|were not|not) (be )?found|found nothing|error 404|404 error",
    re.I,
)


def tells_of_failure(text: str) -> bool:
    """Whether words that people read say that something failed, and not that it is not there."""
    said = _STATE.sub("", text) if _GONE.search(text) else text
    return _WORDS.search(_ABSENT.sub("", said)) is not None


def says_absent(text: str) -> bool:
    """Whether they say that it is not there, and no more."""
    absent = _ABSENT.search(text) is not None or text.strip() == "404"
    return absent and not tells_of_failure(text)


def says_so(app: App, place: Location) -> bool:
    """Whether the markup inside a place says that something failed."""
    return any(place.start <= start < place.end for start in app.view(telling_texts).get(place.path, ()))


def telling_texts(app: App) -> dict[str, tuple[int, ...]]:
    """Where the markup of each file says in words that something failed: the starts of its elements. A view."""
    found: dict[str, list[int]] = {}
    for spot in spots(app, form.Element):
        element = spot.node
        assert isinstance(element, form.Element)
        for text in (*_words_of(element), *_spoken(element)):
            if (
                isinstance(text, form.Literal)
                and isinstance(text.value, str)
                and tells_of_failure(text.value)
                and not _STATE.fullmatch(text.value.strip())
                and " " in text.value.strip()
            ):
                found.setdefault(spot.path, []).append(element.span.start)
    return {path: tuple(starts) for path, starts in found.items()}


_SILENT = regex(r"^(data-|class|style$|id$|key$|href$|to$|src$|type$|variant$|name$|value$|on[A-Z])")


def _spoken(element: form.Element) -> list[form.Expr]:
    """The attributes that may be words for people (`title`, `description`, `aria-label`)."""
    return [
        entry.value
        for entry in element.attributes
        if not (isinstance(entry.key, form.Literal) and _SILENT.search(str(entry.key.value)))
    ]


def _words_of(element: form.Element) -> list[form.Expr]:
    """The texts of an element, also those that a condition chooses."""
    found: list[form.Expr] = []
    for child in element.children:
        if isinstance(child, form.Conditional):
            found += [child.then, child.otherwise]
        elif isinstance(child, form.Operation):
            found += child.operands
        else:
            found.append(child)
    return found


def words_in(nodes: tuple[form.Node, ...]) -> tuple[str, ...]:
    """The words for people in markup: its texts, and attributes that may be words."""
    elements = [one for one in below(nodes) if isinstance(one, form.Element)]
    found = [text for element in elements for text in (*_words_of(element), *_spoken(element))]
    return tuple(
        text.value for text in found if isinstance(text, form.Literal) and isinstance(text.value, str)
    )


def told_by_client(app: App) -> bool:
    """Whether one place tells people of every failed request: an interceptor of the HTTP client that shows a message. A view."""
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if (
            last_name(call.callee) != "use"
            or not isinstance(call.callee, form.Member)
            or last_name(call.callee.object) != "response"
        ):
            continue
        for inner in below(call.arguments[1:]):
            if (isinstance(inner, form.Call) and _TELLS.match(last_name(inner.callee) or "")) or _toasts(
                inner
            ):
                return True
    return False


def _toasts(node: form.Node) -> bool:
    return (
        isinstance(node, form.Call)
        and isinstance(node.callee, form.Member)
        and _TELLS.match(last_name(node.callee.object) or "") is not None
    )
