"""What a component makes of the data that a query hook gives it: how it looks when none came."""

from __future__ import annotations

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.views.code.dotted import bound, dotted, is_empty, names_in, without_functions
from roadworthy.views.code.syntax import below

_OF_LISTS = frozenset({"length", "map", "filter", "find", "some", "reduce", "slice", "forEach"})


def is_listed(target: form.Node, function: form.Function) -> bool:
    """Whether the page itself goes through what it was given or counts it (`data?.notes.map(...)`)."""
    fields = [one for one in getattr(target, "fields", ()) if one.key == "data"]
    names = _names(target)
    return any(one.default is not None for one in fields) or any(
        isinstance(node, form.Member)
        and node.name in _OF_LISTS
        and (_is_data(node.object, target, names) or _is_data(_part(node.object), target, names))
        for node in below(function.body)
    )


def _part(node: form.Node) -> form.Node | None:
    """What a list lies in: `data` of `data.notes`."""
    return node.object if isinstance(node, form.Member) else None


def _is_data(node: form.Node | None, target: form.Node, names: set[str]) -> bool:
    """`data` of `const { data } = useNotes()`, and `notes.data` of `const notes = useNotes()`."""
    whole = isinstance(target, form.Name) and isinstance(node, form.Member) and node.name == "data"
    return (isinstance(node, form.Name) and node.name in names) or (
        whole and isinstance(node, form.Member) and dotted(node.object) == getattr(target, "name", "")
    )


def goes_without(target: form.Node, function: form.Function) -> bool:
    """Whether an empty list, or nought, stands in for what was not given: `data ?? []`, `data?.open ?? 0`."""
    names = _names(target)
    return any(
        isinstance(node, form.Operation)
        and node.operator in ("??", "or")
        and _begins_with(node.operands[0], names)
        and _is_none(node.operands[0], node.operands[-1])
        for node in below(function.body)
    )


def _begins_with(node: form.Node, names: set[str]) -> bool:
    while isinstance(node, form.Member):
        node = node.object
    return isinstance(node, form.Name) and node.name in names


def _is_none(given: form.Node, instead: form.Node) -> bool:
    if isinstance(instead, form.Sequence):
        return isinstance(given, form.Name) and is_empty(instead)
    return isinstance(instead, form.Literal) and instead.value == 0 and isinstance(given, form.Member)


def is_read_blindly(app: App, path: str, target: form.Node, function: form.Function) -> bool:
    """Whether something of it is read as if it always came (`note.title`), so that drawing fails: nothing asks first."""
    names = _names(target)
    # What effects and handlers ask first keeps nothing from being drawn.
    inner = list(without_functions(function.body)) if names else []
    if any(names & names_in(test) for node in inner for test in _tests(node)):
        return False
    return any(
        isinstance(node, form.Member)
        and isinstance(node.object, form.Name)
        and node.object.name in names
        and b"?." not in app.read(path)[node.object.span.end : node.span.end]
        for node in inner
    )


def _tests(node: form.Node) -> tuple[form.Node, ...]:
    if isinstance(node, (form.If, form.Conditional)):
        return (node.test,)
    return node.operands if isinstance(node, form.Operation) else ()


def _names(target: form.Node) -> set[str]:
    """What the data is called: `note` of `const { data: note } = useNote(id)`."""
    fields = [one for one in getattr(target, "fields", ()) if one.key == "data" and one.default is None]
    return {name for one in fields for name in bound(one.target)}
