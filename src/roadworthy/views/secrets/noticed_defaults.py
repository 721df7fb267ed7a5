"""Settings that are compared with the value that everybody knows: the app sees that nobody set another, and does something about it."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test
from roadworthy.views.code.spots import spots


def noticed_defaults(app: App) -> frozenset[tuple[str, str]]:
    """(setting, value) of what is compared (`if (config.secret === "secret")`), the setting by its `plain` name. A view."""
    return frozenset(
        noticed
        for path in app.view(hinting)
        for node in form.walk(app.modules[path].body, form.Operation)
        if isinstance(node, form.Operation) and node.operator in ("==", "===", "!=", "!==")
        for side, other in zip(node.operands, reversed(node.operands), strict=True)
        if isinstance(side, (form.Member, form.Name))
        for noticed in _compared(app, path, side.name, other)
    )


def refused_values(app: App) -> frozenset[str]:
    """The values that the app looks for in its settings, whichever setting has one (`if value == "changethis": raise`). A view."""
    return frozenset(value for _, value in app.view(noticed_defaults) if len(value) > _SHORTEST)


# Shorter words are compared with for other reasons (`if kind == "admin"`).
_SHORTEST = 5

_HINTS = regex(rb"secret|sign\(|encode\(|jwt|pass|signing|encryption")


def hinting(app: App) -> frozenset[str]:
    """The modules, but for tests, in which anything of a secret is named at all. A view."""
    return frozenset(
        path
        for path in app.modules
        if not is_test(path) and _HINTS.search(app.read(path).lower()) is not None
    )


def plain(name: str) -> str:
    """A setting's name as it is told from others, whether it is that of the variable or of the app's own field."""
    return name.replace("_", "").lower()


def _compared(app: App, path: str, name: str, other: form.Expr) -> Iterator[tuple[str, str]]:
    """A setting and the text that it is compared with, which may have a name of its own (`secret === DEFAULT_SECRET`): that name is
    then no setting either."""
    if isinstance(other, form.Literal) and isinstance(other.value, str):
        yield plain(name), other.value
    elif isinstance(other, form.Name):
        constant = app.view(_stand_ins).get((path, other.name), other.name)
        value = app.view(_constants).get(constant)
        if value is not None:
            yield from ((plain(name), value), (plain(constant), value))


def _constants(app: App) -> dict[str, str]:
    """The texts that have a name in capitals, by that name. A view."""
    return {
        spot.node.target.name: spot.node.value.value
        for spot in spots(app, form.Define)
        if isinstance(spot.node, form.Define)
        and isinstance(spot.node.target, form.Name)
        and spot.node.target.name.isupper()
        and isinstance(spot.node.value, form.Literal)
        and isinstance(spot.node.value.value, str)
    }


def _stand_ins(app: App) -> dict[tuple[str, str], str]:
    """The names in capitals that stand for what a function is not given (`{ known = DEFAULT_SECRET }`), by file and parameter. A view."""
    return {
        (spot.path, name): given.name
        for spot in spots(app, form.Function)
        if isinstance(spot.node, form.Function)
        for name, given in _given_to(spot.node)
        if isinstance(given, form.Name) and given.name.isupper()
    }


def _given_to(function: form.Function) -> Iterator[tuple[str, form.Expr | None]]:
    for parameter in function.parameters:
        if isinstance(parameter.target, form.Name):
            yield parameter.target.name, parameter.default
        elif isinstance(parameter.target, form.RecordTarget):
            yield from (
                (one.target.name, one.default)
                for one in parameter.target.fields
                if isinstance(one.target, form.Name)
            )
