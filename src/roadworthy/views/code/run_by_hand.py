"""Python files that people run by hand: what they do happens once, and not while the app serves."""

from __future__ import annotations

import posixpath

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.source.purpose import is_tool
from roadworthy.views.code.spots import spots


def run_by_hand(app: App) -> frozenset[str]:
    """Files that begin their work where they are run themselves (`if __name__ == "__main__":`), hold no endpoint and are
    imported by no other. A view: `app.view(run_by_hand)`."""
    serving = {endpoint.location.path for endpoint in app.endpoints}
    serving |= {endpoint.handler.path for endpoint in app.endpoints}
    imported = {name for spot in spots(app, form.Import) for name in _named(spot.node)}
    return frozenset(
        path
        for path, module in app.modules.items()
        if module.language == "python"
        and path not in serving
        and posixpath.basename(path).removesuffix(".py") not in imported
        and (is_tool(path) or any(map(_begins, module.body)))
        and not _makes_an_app(module)
    )


def hand_tools(app: App) -> frozenset[str]:
    """Those, and every file that is a tool by its place (`scripts/`, a migration): whoever runs it reads what it prints. A view."""
    return app.view(run_by_hand) | frozenset(path for path in app.modules if is_tool(path))


def _named(node: form.Node) -> set[str]:
    """The modules that an import may mean: `import scripts.seed`, `from scripts import seed`."""
    assert isinstance(node, form.Import)
    return {node.source.rsplit(".", 1)[-1], *(name.imported for name in node.names)}


def _begins(statement: form.Statement) -> bool:
    """`if __name__ == "__main__":`."""
    test = statement.test if isinstance(statement, form.If) else None
    sides = test.operands if isinstance(test, form.Operation) and test.operator == "==" else ()
    return any(isinstance(side, form.Name) and side.name == "__name__" for side in sides)


_MAKERS = {"Flask", "FastAPI", "Quart", "Starlette", "create_app"}
_SERVED = {"app", "application", "server", "socketio", "uvicorn"}


def _makes_an_app(module: form.Module) -> bool:
    return any(
        _serves(call.callee) for call in form.walk(module.body, form.Call) if isinstance(call, form.Call)
    )


def _serves(callee: form.Expr) -> bool:
    if isinstance(callee, form.Member) and callee.name == "run":
        return isinstance(callee.object, form.Name) and callee.object.name in _SERVED
    return isinstance(callee, form.Name) and callee.name in _MAKERS
