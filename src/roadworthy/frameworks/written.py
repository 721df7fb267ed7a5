"""Python functions as they are written: under which decorators, with which statements."""

from __future__ import annotations

from roadworthy.app import Location, Middleware
from roadworthy.app.location import at
from roadworthy.interpret import Closure, External, Program, Run, Value
from roadworthy.languages import form


def written_function(program: Program, module: str, decorator: form.Node) -> Closure | None:
    """The function that stands under a decorator, as functools.wraps has it; None when there is none."""
    found = _decorated_with(program.modules[module].body, decorator) if module in program.modules else None
    return Closure(found, program.state(module).scope, module) if found is not None else None


def _decorated_with(body: tuple[form.Statement, ...], node: form.Node) -> form.Function | None:
    for statement in body:
        if isinstance(statement, form.Function) and any(d is node for d in statement.decorators):
            return statement
        for name in ("body", "then", "otherwise", "final"):
            inner = getattr(statement, name, None)
            found = _decorated_with(inner, node) if isinstance(inner, tuple) else None
            if found is not None:
                return found
    return None


def decorators_beside(program: Program, written: Closure, own: form.Node | None) -> list[Middleware]:
    """The decorators of a function beside one of them, outermost first, by their names as written."""
    found = []
    run = Run(program, written.module)
    for decorator in written.function.decorators:
        if decorator is own:
            continue
        callee = decorator.callee if isinstance(decorator, form.Call) else decorator
        name = written_name(callee)
        if name.rsplit(".", 1)[-1] in _ROUTES:
            continue
        value = run.evaluate(callee, written.scope)
        library = getattr(value, "library", "")
        if isinstance(value, External):
            library = value.path.split("(")[0].split(".")[0]
        found.append(
            Middleware(name, library if isinstance(library, str) else "", at(written.module, decorator))
        )
    return found


_ROUTES = {"route", "get", "post", "put", "patch", "delete"}


def written_name(expression: form.Expr) -> str:
    """`limiter.limit` as it is written."""
    if isinstance(expression, form.Call):
        return written_name(expression.callee)
    if isinstance(expression, form.Member):
        return f"{written_name(expression.object)}.{expression.name}"
    return expression.name if isinstance(expression, form.Name) else "anonymous"


def body_of(closure: Closure) -> Location:
    """The statements of a function; the whole function when it has none."""
    body = closure.function.body
    if not body:
        return at(closure.module, closure.function)
    first, last = body[0].span, body[-1].span
    return Location(closure.module, first.line, last.end_line, first.start, last.end)


def nothing() -> None:
    """A wrapper's beginning says nothing."""


def wrappers(view: Value | None, written: Closure | None, depth: int = 0) -> list[Closure]:
    """The functions that decorators put around a view, outermost first: what they return early is an answer too."""
    if depth > 6 or (written is not None and isinstance(view, Closure) and view.function is written.function):
        return []
    if not isinstance(view, Closure):
        inner = getattr(view, "inner", None)
        return wrappers(inner, written, depth + 1) if isinstance(inner, Value) else []
    if view.scope.parent is None:
        return []
    held = [
        value for value in view.scope.names.values() if isinstance(value, Closure) or hasattr(value, "inner")
    ]
    found = [view]
    for value in held:
        if value is not view:
            found += wrappers(value, written, depth + 1)
    return found
