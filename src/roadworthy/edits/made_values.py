"""Where a program makes the few things that everything else uses: the application, the database's pool."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from roadworthy.app import App
from roadworthy.languages import form
from roadworthy.regex import regex

_BESIDE = regex(
    r"(^|/)(tests?|__tests__|e2e|scripts?|tools|examples?)/|\.(test|spec)\.|(^|/)(test_|conftest)"
)


class MadeValue(Struct, frozen=True):
    """`name = maker(...)` in a file. `exported` when other files can import the name (always in Python, at the top)."""

    path: str
    name: str
    define: form.Define
    exported: bool


def made_values(app: App, makers: Collection[str]) -> Iterator[MadeValue]:
    """What calls of these makers (`FastAPI`, `express`, `Pool`, `create_engine`) are kept as, the files nearest to the
    root first."""
    for path, module in sorted(app.modules.items(), key=lambda one: (one[0].count("/"), one[0])):
        if _BESIDE.search(path):
            continue
        for node in form.walk(module.body):
            if (
                isinstance(node, form.Define)
                and isinstance(node.target, form.Name)
                and _made(node.value, makers)
            ):
                yield MadeValue(path, node.target.name, node, _offered(module, node))


def _made(value: form.Expr | None, makers: Collection[str]) -> bool:
    """`express()`, `new pg.Pool()`; not what a method of something else is called."""
    if not isinstance(value, form.Call):
        return False
    callee = value.callee
    if isinstance(callee, form.Name):
        return callee.name in makers
    return value.new and isinstance(callee, form.Member) and callee.name in makers


def _offered(module: form.Module, node: form.Define) -> bool:
    if not any(statement is node for statement in module.body):
        return False
    if module.language == "python":
        return True
    name = node.target.name if isinstance(node.target, form.Name) else ""
    return any(
        isinstance(one, form.Export)
        and one.source is None
        and any(n.exported == n.local == name for n in one.names)
        for one in module.body
    )
