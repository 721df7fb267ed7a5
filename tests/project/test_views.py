"""What is derived once for all patterns is asked through `app.view`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import roadworthy

Named = tuple[str, str]


def test_a_view_is_never_derived_beside_app_view() -> None:
    """`html_pages(app)` reads every template again wherever it stands; `app.view(html_pages)` once."""
    package = Path(roadworthy.__file__).parent
    trees = {
        ".".join(path.relative_to(package.parent).with_suffix("").parts): ast.parse(path.read_text())
        for path in package.rglob("*.py")
        if not {"cases", "files"} & set(path.parts)
    }
    asked = {view for module, tree in trees.items() for view in _asked(module, tree)}
    shortened = {
        (module, node.name) for module, tree in trees.items() for node in tree.body if _is_shortened(node)
    }
    beside = {
        f"{module}:{line} {called[1]}"
        for module, tree in trees.items()
        for called, line in _called(module, tree)
        if called in asked - shortened
    }
    assert beside == set()


def _known(module: str, tree: ast.Module) -> dict[str, Named]:
    """The functions of a module and what it imports, with where they come from."""
    found = {node.name: (module, node.name) for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {one.asname or one.name: (node.module, one.name) for one in node.names}
    return found


def _asked(module: str, tree: ast.Module) -> Iterator[Named]:
    """What is handed to `view`."""
    known = _known(module, tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "view":
            yield from (known[one.id] for one in node.args if isinstance(one, ast.Name) and one.id in known)


def _called(module: str, tree: ast.Module) -> Iterator[tuple[Named, int]]:
    """What is called with the app alone."""
    known = _known(module, tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in known:
            continue
        given = [ast.unparse(one) for one in node.args]
        if given in (["app"], ["trial.app"], ["self.app"]):
            yield known[node.func.id], node.lineno


def _is_shortened(node: ast.stmt) -> bool:
    """A name for `return app.view(...)`."""
    last = node.body[-1] if isinstance(node, ast.FunctionDef) else None
    return isinstance(last, ast.Return) and ast.unparse(last).startswith("return app.view(")
