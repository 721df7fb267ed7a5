"""What the validator methods of a model make sure of, field by field, in the words of its rules. A validator that asks for a sign at the
beginning, or for some letter, bounds no text; one that compares `len(value)` does.

https://docs.pydantic.dev/latest/concepts/validators/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roadworthy.interpret import ClassValue
from roadworthy.languages import form
from roadworthy.views.code.dotted import last_name

_FIELD = ("field_validator", "validator")
_MODEL = ("model_validator", "root_validator")
# They ask for a part of a text, or whether there is one, and say nothing of how long it is.
_SLIGHT = frozenset({
    "startswith", "endswith", "strip", "lstrip", "rstrip", "any", "all", "isalpha", "isupper", "islower", "isspace",
    "isprintable", "ord", "search", "isinstance", "lower", "upper", "title", "count", "find", "str",
})  # fmt: skip
# What hands a text on as long as it was, or shorter.
_KEPT = frozenset({
    "strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "casefold", "str", "normalize",
})  # fmt: skip
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_IsValue = Callable[[form.Node], bool]


def validated_words(kind: ClassValue) -> dict[str, list[str]]:
    """The words of each field that a validator of the class, or of one above it, looks at; '*' for all fields."""
    found: dict[str, list[str]] = {}
    for base in [kind, *kind.ancestors()]:
        if not isinstance(base, ClassValue):
            continue
        for function in base.node.body:
            if isinstance(function, form.Function):
                for name, words in _of_method(function):
                    found.setdefault(name, []).extend(words)
    return found


def _of_method(function: form.Function) -> Iterator[tuple[str, list[str]]]:
    for decorator in function.decorators:
        called = decorator.callee if isinstance(decorator, form.Call) else decorator
        name = called.name if isinstance(called, (form.Name, form.Member)) else ""
        if name in _FIELD and isinstance(decorator, form.Call):
            words = _of_value(function)
            yield from (
                (str(one.value), words) for one in decorator.arguments if isinstance(one, form.Literal)
            )
        elif name in _MODEL:
            yield from _of_model(function)


def _of_value(function: form.Function) -> list[str]:
    """The words of a validator that is handed one value."""
    names = [one.target.name for one in function.parameters if isinstance(one.target, form.Name)]
    own = names[1:2] if names[:1] in (["cls"], ["self"]) else names[:1]
    if not own:
        return ["validated"]

    def is_value(node: form.Node) -> bool:
        return isinstance(node, form.Name) and node.name == own[0]

    words = [word for test in refused_by(function.body) for word in _refusing(test, is_value)]
    if _leaves_to_others(function, is_value):
        words.append("validated")
    return list(dict.fromkeys(words))


def _of_model(function: form.Function) -> Iterator[tuple[str, list[str]]]:
    """The words of a validator of the whole model, for the fields that it names in what it refuses."""
    for test in refused_by(function.body):
        asked = {
            one.name
            for one in form.walk([test], form.Member)
            if isinstance(one, form.Member) and _is_own(one.object)
        }
        for name in asked:
            words = _refusing(test, lambda node, name=name: _is_field(node, name))  # type: ignore[misc]
            yield name, [word for word in words if word != "validated"]


def _is_own(node: form.Node) -> bool:
    return isinstance(node, form.Name) and node.name == "self"


def _is_field(node: form.Node, name: str) -> bool:
    return isinstance(node, form.Member) and node.name == name and _is_own(node.object)


def refused_by(body: tuple[form.Statement, ...]) -> Iterator[form.Expr]:
    """The tests under which a function raises."""
    for node in form.walk(body, form.If):
        if isinstance(node, form.If) and any(isinstance(one, form.Raise) for one in node.then):
            yield node.test


# --- tests -------------------------------------------------------------------------------------------


def _refusing(test: form.Expr, is_value: _IsValue, holds: bool = True) -> list[str]:
    """What is made sure of when a value is refused where `test` is `holds`."""
    if isinstance(test, form.Operation) and test.operator == "not":
        return _refusing(test.operands[0], is_value, not holds)
    if isinstance(test, form.Operation) and test.operator in ("and", "or"):
        parts = [_refusing(one, is_value, holds) for one in test.operands]
        # `value and len(value) > 80` refuses what is there: no value at all is none that is too long.
        sure = (test.operator == "or") is holds or any(map(is_value, test.operands))
        return [word for words in parts for word in words] if sure else _in_common(parts)
    if isinstance(test, form.Operation) and len(test.operands) == 2:
        return _compared(test, is_value, holds)
    return _asked(test, is_value)


def _in_common(parts: list[list[str]]) -> list[str]:
    return [word for word in parts[0] if all(word in other for other in parts[1:])] if parts else []


def _compared(test: form.Operation, is_value: _IsValue, holds: bool) -> list[str]:
    left, right = test.operands
    operator = test.operator
    if operator in ("in", "not in"):
        # Of a list that it must be in it is one; a sign that must (not) be in it says nothing of the rest.
        listed = is_value(left) and (operator == "not in") is holds and not isinstance(right, form.Literal)
        return ["validated"] if listed else _asked(test, is_value)
    if operator not in _OPPOSITE:
        return _asked(test, is_value)
    if not _is_measured(left, is_value) and _is_measured(right, is_value):
        left, right, operator = right, left, _MIRRORED[operator]
    if not _is_measured(left, is_value):
        return _asked(test, is_value)
    refused = operator if holds else _OPPOSITE[operator]
    return [_bound(refused, _is_length(left, is_value), right)]


def _bound(refused: str, length: bool, than: form.Expr) -> str:
    upper = refused in (">", ">=")
    word = ("max" if upper else "min") if length else ("le" if upper else "ge")
    if not isinstance(than, form.Literal) or not isinstance(than.value, int):
        return word
    exclusive = {">=": -1, "<=": 1}.get(refused, 0)
    return f"{word} {than.value + exclusive}"


def _is_measured(node: form.Node, is_value: _IsValue) -> bool:
    return is_value(node) or _is_length(node, is_value)


def _is_length(node: form.Node, is_value: _IsValue) -> bool:
    """`len(value)`, `len(value.strip())`."""
    named = isinstance(node, form.Call) and isinstance(node.callee, form.Name) and node.callee.name == "len"
    return named and _shows(node.arguments[0] if node.arguments else None, is_value)  # type: ignore[attr-defined]


def _shows(node: form.Expr | None, is_value: _IsValue) -> bool:
    """Whether an expression is the value, trimmed or in other letters at most."""
    if node is None or is_value(node):
        return node is not None
    if not isinstance(node, form.Call) or last_name(node.callee) not in _KEPT:
        return False
    within = node.callee.object if isinstance(node.callee, form.Member) else None
    return any(_shows(one, is_value) for one in (within, *node.arguments))


def _asked(test: form.Expr, is_value: _IsValue) -> list[str]:
    """What a test makes sure of that compares no size: a form as a whole, nothing that bounds, or what is not known."""
    words = []
    for call in form.walk([test], form.Call):
        if isinstance(call, form.Call) and last_name(call.callee) not in _SLIGHT:
            words += [] if last_name(call.callee) == "len" else ["validated"]
    return words


def _leaves_to_others(function: form.Function, is_value: _IsValue) -> bool:
    """Whether something else than the tests decides what comes out: another function, a cut, a failure that is handed on."""
    if any(True for _ in form.walk(function.body, form.Try, form.Loop)):
        return True
    tested = {id(inner) for test in refused_by(function.body) for inner in form.walk([test])}
    for call in form.walk(function.body, form.Call):
        raised = isinstance(call, form.Call) and last_name(call.callee).endswith(("Error", "Exception"))
        if (
            isinstance(call, form.Call)
            and id(call) not in tested
            and not raised
            and last_name(call.callee) not in _KEPT
        ):
            return True
    return any(True for _ in form.walk(function.body, form.Index))
