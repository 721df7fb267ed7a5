"""What a script wrote down itself: lists of literals (`const products = [{ name: 'Cut', price: 20 }]`), and what is taken from them."""

from __future__ import annotations

from roadworthy.languages import form

# They hand each entry to the function that they are given, or give entries on.
_EACH = (
    "forEach",
    "map",
    "filter",
    "find",
    "flatMap",
    "some",
    "every",
    "sort",
    "slice",
    "flat",
    "reverse",
    "concat",
)
_OF_ALL = ("values", "entries", "keys", "from")


def own_names(module: form.Module) -> frozenset[str]:
    """Names that hold nothing but what stands in the script, wherever it uses them."""
    sources = _sources(module)
    own = {name for name, values in sources.items() if values}
    while True:
        kept = {name for name in own if all(_is_own(value, own) for value in sources[name])}
        if kept == own:
            return frozenset(own)
        own = kept


def _sources(module: form.Module) -> dict[str, list[form.Expr | None]]:
    """What each name is given: by assignments, and as a parameter by the calls. None where that cannot be told."""
    found: dict[str, list[form.Expr | None]] = {}
    calls: dict[str, list[form.Call]] = {}
    handed: dict[int, form.Expr] = {}
    for node in form.walk(module.body):
        if isinstance(node, (form.Assignment, form.Define)):
            _give(found, node.target, node.value)
        elif isinstance(node, form.Loop) and node.target is not None:
            _give(found, node.target, node.subject)
        elif isinstance(node, form.Call) and isinstance(node.callee, form.Name):
            calls.setdefault(node.callee.name, []).append(node)
        elif isinstance(node, form.Call) and isinstance(node.callee, form.Member) and node.arguments:
            if node.callee.name in _EACH and isinstance(node.arguments[0], form.Function):
                handed[id(node.arguments[0])] = node.callee.object
            elif node.callee.name in ("push", "unshift", "splice", "fill"):
                for argument in node.arguments:
                    found.setdefault(_root(node.callee.object), []).append(argument)
    for node in form.walk(module.body, form.Function):
        if isinstance(node, form.Function):
            _bind(node, calls.get(node.name, []), handed.get(id(node)), found)
    return found


def _bind(
    function: form.Function,
    calls: list[form.Call],
    listed: form.Expr | None,
    found: dict[str, list[form.Expr | None]],
) -> None:
    for place, parameter in enumerate(function.parameters):
        for name in _names(parameter.target):
            values = found.setdefault(name, [])
            if not isinstance(parameter.target, form.Name) or parameter.rest:
                values.append(None)
            elif listed is not None:
                values.append(listed)
            elif function.name and calls:
                values.extend(
                    call.arguments[place] if place < len(call.arguments) else None for call in calls
                )
            else:
                values.append(None)


def _give(found: dict[str, list[form.Expr | None]], target: form.Target, value: form.Expr | None) -> None:
    if isinstance(target, form.Name):
        found.setdefault(target.name, []).append(value)
    elif isinstance(target, (form.Member, form.Index)):
        # Something else may come into what the name holds.
        found.setdefault(_root(target), []).append(value)
    else:
        for name in _names(target):
            found.setdefault(name, []).append(None)


def _root(node: form.Expr) -> str:
    while isinstance(node, (form.Member, form.Index)):
        node = node.object
    return node.name if isinstance(node, form.Name) else ""


def _names(target: form.Target) -> list[str]:
    return [node.name for node in form.walk((target,)) if isinstance(node, form.Name)]


def _is_own(value: form.Expr | None, own: set[str]) -> bool:
    if isinstance(value, form.Literal):
        return True
    if isinstance(value, form.Name):
        return value.name in own
    if isinstance(value, form.Sequence):
        return all(_is_own(item, own) for item in value.items)
    if isinstance(value, form.Record):
        return all(entry.key is not None and _is_own(entry.value, own) for entry in value.entries)
    if isinstance(value, (form.Member, form.Index)):
        return _is_own(value.object, own)
    if isinstance(value, form.Call) and isinstance(value.callee, form.Member):
        of_all = isinstance(value.callee.object, form.Name) and value.callee.object.name in (
            "Object",
            "Array",
        )
        if of_all and value.callee.name in _OF_ALL and value.arguments:
            return _is_own(value.arguments[0], own)
        given = value.arguments if value.callee.name == "concat" else ()
        return value.callee.name in _EACH and all(_is_own(one, own) for one in (value.callee.object, *given))
    return isinstance(value, form.Template) and all(_is_own(part, own) for part in value.parts)
