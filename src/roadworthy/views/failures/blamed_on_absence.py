"""Pages on which a request that failed reads as if there were nothing: `if (error || !note) return <p>Note not found</p>`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import bound, last_name, names_in
from roadworthy.views.code.owner import Owner, owner_of
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import Spot, below
from roadworthy.views.failures.failure_text import says_absent, tells_of_failure, words_in

_ERROR = regex(r"^(is)?\w*[eE]rror$")
# "This posting has expired", "may have been removed": what is said of something that was there once.
_WENT = regex(r"\b(expired|no longer|((was|were|been|is|are) (removed|deleted)))\b", re.I)
_HOOK = regex(r"^[uU]se[A-Z]")


class Blamed(Struct, frozen=True):
    """The test in whose answer a failure is told as something that is not there."""

    owner: Owner
    location: Location


def blamed_on_absence(app: App) -> tuple[Blamed, ...]:
    """Each such place of a component. A view."""
    return tuple(_blamed(app))


def _blamed(app: App) -> Iterator[Blamed]:
    for spot in spots(app, form.If):
        node = spot.node
        assert isinstance(node, form.If)
        error = _error_in(node.test)
        if not error or not spot.functions or not _is_of_a_hook(error, spot):
            continue
        words = words_in(node.then)
        absent = any(says_absent(text) or _WENT.search(text) for text in words) and not any(
            map(tells_of_failure, words)
        )
        owner = owner_of(app, spot)
        if absent and error not in names_in(node.then) and owner.kind == "component":
            yield Blamed(owner, at(spot.path, node.test))


def _error_in(test: form.Node) -> str:
    """The name of the error in `error || !note`, or in `isError` alone; '' for other tests."""
    if isinstance(test, form.Name):
        return test.name if _ERROR.match(test.name) else ""
    if not isinstance(test, form.Operation) or test.operator != "or":
        return ""
    nothing = any(isinstance(one, form.Operation) and one.operator == "not" for one in test.operands)
    errors = [one.name for one in test.operands if isinstance(one, form.Name) and _ERROR.match(one.name)]
    return errors[0] if errors and nothing else ""


def _is_of_a_hook(name: str, spot: Spot) -> bool:
    """Whether a hook gives it that asks for something: what the component keeps itself was put into words by whoever set it."""
    return any(
        isinstance(node, form.Define)
        and isinstance(node.target, form.RecordTarget)
        and isinstance(node.value, form.Call)
        and name in bound(node.target)
        and _HOOK.match(last_name(node.value.callee) or "") is not None
        for node in below(spot.functions[0].body)
    )
