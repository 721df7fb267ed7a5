"""What is derived once for all patterns is asked through `app.view`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import roadworthy

Named = tuple[str, str]


class Module:
    """What a module of the package calls, and where what it calls comes from."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.name, self.top = name, tree.body
        nodes = list(ast.walk(tree))
        self.calls = [node for node in nodes if isinstance(node, ast.Call)]
        self.known = {node.name: (name, node.name) for node in tree.body if isinstance(node, ast.FunctionDef)}
        for node in nodes:
            if isinstance(node, ast.ImportFrom) and node.module:
                self.known |= {one.asname or one.name: (node.module, one.name) for one in node.names}

    def asked(self) -> Iterator[Named]:
        """What is handed to `view`."""
        for call in self.calls:
            if isinstance(call.func, ast.Attribute) and call.func.attr == "view":
                yield from (
                    self.known[one.id]
                    for one in call.args
                    if isinstance(one, ast.Name) and one.id in self.known
                )

    def called(self) -> Iterator[tuple[Named, int]]:
        """What is called with the app alone."""
        for call in self.calls:
            if not isinstance(call.func, ast.Name) or call.func.id not in self.known or len(call.args) != 1:
                continue
            if ast.unparse(call.args[0]) in ("app", "trial.app", "self.app"):
                yield self.known[call.func.id], call.lineno

    def shortened(self) -> Iterator[Named]:
        """Names for `return app.view(...)`."""
        for node in (one for one in self.top if isinstance(one, ast.FunctionDef)):
            last = node.body[-1]
            if isinstance(last, ast.Return) and ast.unparse(last).startswith("return app.view("):
                yield self.name, node.name


def test_a_view_is_never_derived_beside_app_view() -> None:
    """`html_pages(app)` reads every template again wherever it stands; `app.view(html_pages)` once."""
    package = Path(roadworthy.__file__).parent
    modules = [
        Module(".".join(path.relative_to(package.parent).with_suffix("").parts), ast.parse(path.read_text()))
        for path in package.rglob("*.py")
        if not {"cases", "files"} & set(path.parts)
    ]
    asked = {view for module in modules for view in module.asked()}
    shortened = {view for module in modules for view in module.shortened()}
    beside = {
        f"{module.name}:{line} {called[1]}"
        for module in modules
        for called, line in module.called()
        if called in asked - shortened
    }
    assert beside == set()
