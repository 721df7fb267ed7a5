"""Where a module of settings speaks to tests and to developers' machines alone, so that no server runs with what stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roadworthy.languages import form
from roadworthy.regex import regex

Body = tuple[form.Statement, ...]
_FOR_TESTS = regex(
    r"^(Unit)?Test(s|ing)?(Config\w*|Settings|Environment)?$|^(Config|Settings)(For)?Test(s|ing)?$"
)
_FOR_DEVELOPERS = regex(r"^(Local|Dev(elop(ment)?)?)(Config\w*|Settings|Environment)?$")


def left_to_developers(body: Body, keeps_secrets_out: Callable[[Body], bool]) -> list[tuple[int, int]]:
    """From where to where: classes of settings for tests, those for development where the other classes keep their secrets out of
    the code, and what holds while debugging."""
    return [
        (node.span.start, node.span.end) for node in (*_classes(body, keeps_secrets_out), *_debugging(body))
    ]


def _classes(body: Body, keeps_secrets_out: Callable[[Body], bool]) -> Iterator[form.Class]:
    kinds = [node for node in body if isinstance(node, form.Class)]
    others = [one for one in kinds if not (_FOR_TESTS.match(one.name) or _FOR_DEVELOPERS.match(one.name))]
    apart = any(keeps_secrets_out(one.body) for one in others)
    for one in kinds:
        if _FOR_TESTS.match(one.name) or (apart and _FOR_DEVELOPERS.match(one.name)):
            yield one


def _debugging(body: Body) -> Iterator[form.Statement]:
    """`if DEBUG: SECRET_KEY = "..."`, or what else holds but `if not DEBUG`, unless the module itself switches debugging on."""
    if any(map(_switches_on, body)):
        return
    for node in body:
        if isinstance(node, form.If) and isinstance(node.test, form.Name) and node.test.name == "DEBUG":
            yield from node.then
        elif isinstance(node, form.If) and _is_not_debug(node.test):
            yield from node.otherwise


def _is_not_debug(test: form.Expr) -> bool:
    return (
        isinstance(test, form.Operation)
        and test.operator == "not"
        and isinstance(test.operands[0], form.Name)
        and test.operands[0].name == "DEBUG"
    )


def _switches_on(node: form.Statement) -> bool:
    if not isinstance(node, form.Define | form.Assignment) or not isinstance(node.target, form.Name):
        return False
    return node.target.name == "DEBUG" and isinstance(node.value, form.Literal) and node.value.value is True
