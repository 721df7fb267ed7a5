"""Runs statements: definitions, branches, loops, exits, functions and classes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from roadworthy.interpret import context_managers, expressions, targets
from roadworthy.interpret.blocks import FALLS, block_scope
from roadworthy.interpret.classes import define_class
from roadworthy.interpret.containers import Closure, ListValue, written_list
from roadworthy.interpret.context import Condition, Turn
from roadworthy.interpret.imports import bind_export, bind_import
from roadworthy.interpret.noted import seen, tested
from roadworthy.interpret.scope import Scope
from roadworthy.interpret.switches import switch
from roadworthy.interpret.unawaited import truth_of_promise
from roadworthy.interpret.values import UNKNOWN, Constant, Derived, External, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run


def execute(run: Run, body: Iterable[form.Statement], scope: Scope) -> str:
    """Runs statements in order until one of them leaves for certain; tells how it left."""
    statements = tuple(body)
    hoist(run, statements, scope)
    for statement in statements:
        left = _EXECUTE[type(statement)](run, statement, scope)
        if left:
            return left
    return FALLS


def hoist(run: Run, body: Iterable[form.Statement], scope: Scope) -> None:
    """Function declarations are known in all of their block, before they are reached. So are functions that are kept under
    a name, in JavaScript: what is handed to a hook calls functions that stand below it."""
    for statement in body:
        if isinstance(statement, form.Function) and not statement.decorators and statement.name:
            scope.bind(statement.name, Closure(statement, scope, run.module), run.branching)
        elif isinstance(statement, form.Define) and isinstance(statement.value, form.Function) and run.frames:
            _hoist_kept(run, statement, statement.value, scope)


def _hoist_kept(run: Run, statement: form.Define, function: form.Function, scope: Scope) -> None:
    target = statement.target
    if (
        isinstance(target, form.Name)
        and run.frames[-1].language != "python"
        and target.name not in scope.names
    ):
        scope.bind(target.name, Closure(function, scope, run.module, None, target.name), run.branching)


def _define(run: Run, node: form.Define, scope: Scope) -> str:
    if node.value is None:
        if node.annotation is None or run.program.language(run.module) != "python":
            targets.bind(run, node.target, Constant(None), scope)
        elif isinstance(node.target, form.Name):
            scope.bind(node.target.name, Derived("annotation", (run.evaluate(node.annotation, scope),), node))
        return FALLS
    value = run.evaluate(node.value, scope)
    if run.context.turns and _adds_to_itself(node):
        seen(run, "+=", [value], value, node)
    if isinstance(node.target, form.Name) and not node.kind:
        targets.assign_local(run, node.target.name, value, scope)
    else:
        targets.bind(run, node.target, value, scope)
    return FALLS


def _adds_to_itself(node: form.Define) -> bool:
    """`total = total + row.amount`, as Python is written by those who learned another language first."""
    added = node.value
    return (
        isinstance(node.target, form.Name)
        and isinstance(added, form.Operation)
        and added.operator == "+"
        and any(isinstance(one, form.Name) and one.name == node.target.name for one in added.operands)
    )


def _evaluate(run: Run, node: form.Evaluate, scope: Scope) -> str:
    value = run.evaluate(node.value, scope)
    ends = getattr(value, "ends", None)
    return ends if isinstance(ends, str) else FALLS


def _whether(run: Run, test: Value, node: form.Node) -> Value:
    """`if rows:`, `if not rows:`: whether there are any is known once the database was asked."""
    inner = test.operands[0] if isinstance(test, Derived) and test.operation == "not" else test
    ask = getattr(inner, "whether", None) if inner.is_unasked() else None
    if ask is None:
        return test
    return ask(run, node) if inner is test else Derived("not", (ask(run, node),), node)


_FOR_TYPES = ("typing.TYPE_CHECKING", "typing_extensions.TYPE_CHECKING")


def _if(run: Run, node: form.If, scope: Scope) -> str:
    tested(run, node.test)
    test = _whether(run, run.evaluate(node.test, scope), node.test)
    holds, fails = run.condition(test, True, node.test), run.condition(test, False, node.test)
    if isinstance(node.test, form.Literal):
        taken = node.then if node.test.value else node.otherwise
        return execute(run, taken, block_scope(run, scope))
    if node.otherwise and isinstance(test, External) and test.path in _FOR_TYPES:
        # What is said for the type checker goes first, and what runs takes its place.
        execute(run, node.then, block_scope(run, scope))
        return execute(run, node.otherwise, block_scope(run, scope))
    decided = test.decided()
    if decided is None:
        decided = truth_of_promise(run, node.test, scope)
    if decided is not None:
        if run.frames:
            run.frames[-1].decided = True
        return execute(run, node.then if decided else node.otherwise, block_scope(run, scope))
    if run.program.language(run.module) == "python":
        return _either(run, node, scope, holds, fails)
    before = len(run.context.conditions)
    with run.branch(holds):
        then = execute(run, node.then, block_scope(run, scope))
        first = run.context.conditions[before:]
    with run.branch(fails):
        otherwise = execute(run, node.otherwise, block_scope(run, scope))
        second = run.context.conditions[before:]
    if not then and not otherwise:
        expressions.learn_either(run, first, second, node)
    return _merge(run, (holds, then), (fails, otherwise))


def _either(run: Run, node: form.If, scope: Scope, holds: Condition, fails: Condition) -> str:
    """Both branches of an `if` in Python, whose blocks share the names of their function: each starts from what the names
    were before, and afterwards a name is what either branch made of it."""
    names, depths = dict(scope.names), dict(scope.depths)
    then, first, known = _one_way(run, node.then, scope, holds)
    scope.names, scope.depths = dict(names), dict(depths)
    otherwise, second, others = _one_way(run, node.otherwise, scope, fails)
    scope.names, scope.depths = names, depths
    for name in {**first, **second}:
        one, other = first.get(name), second.get(name)
        if one is not other:
            ways = [
                (v, (c,))
                for v, c, left in ((one, holds, then), (other, fails, otherwise))
                if v is not None and not left
            ]
            if ways:
                scope.bind(
                    name, ways[0][0] if len(ways) == 1 else run.join(ways), depths.get(name, run.branching)
                )
        elif one is not None:
            scope.bind(name, one, depths.get(name, run.branching))
    if not then and not otherwise:
        expressions.learn_either(run, known, others, node)
    return _merge(run, (holds, then), (fails, otherwise))


def _one_way(
    run: Run, body: tuple[form.Statement, ...], scope: Scope, condition: Condition
) -> tuple[str, dict[str, Value], tuple[Condition, ...]]:
    """How a branch left, what the names are at its end and what it made sure of. Within it an assignment is certain."""
    before = len(run.context.conditions)
    with run.branch(condition):
        scope.depths = dict.fromkeys(scope.names, run.branching)
        left = execute(run, body, scope)
        known = run.context.conditions[before:]
    return left, dict(scope.names), known


def _merge(run: Run, first: tuple[Condition, str], second: tuple[Condition, str]) -> str:
    """After two branches: what is known when only one of them goes on, and how both left."""
    if first[1] and second[1]:
        if run.frames and {first[1], second[1]} == {"return", "raise"}:
            # `if user.is_admin: return user` with an `else: raise`: the only way through is the one that returns.
            run.frames[-1].refuses = True
        return first[1] if first[1] == second[1] else "return"
    if first[1]:
        run.learn(second[0], lasting=first[1] == "raise")
    elif second[1]:
        run.learn(first[0], lasting=second[1] == "raise")
    return FALLS


def _loop(run: Run, node: form.Loop, scope: Scope) -> str:
    inner = block_scope(run, scope)
    subject = run.evaluate(node.subject, inner) if node.subject is not None else None
    if node.kind == "each" and node.target is not None and written_list(subject):
        return _each(run, node, subject, inner)
    element: Value | None = None
    if node.target is not None and subject is not None:
        element = Derived("key", (subject,), node) if node.kind == "keys" else subject.element(run)
    turn = Turn(run.module, node.span, node.kind, subject, element)
    if subject is not None and element is not None:
        seen(run, "[].each", [subject], element, node)
    with run.within(**run.context.turning(turn)), run.branch():
        if node.target is not None and element is not None:
            targets.bind(run, node.target, element, inner)
        elif subject is not None:
            run.learn(run.condition(subject, True, node))
        before = len(run.context.conditions)
        execute(run, node.body, inner)
        learned = run.context.conditions[before:]
    if node.kind == "each" and element is not None and not _jumps(node.body):
        # What every one of them had to be for the loop to come to its end (`for (...) { if (short) throw ... }`).
        run.context = run.context.with_conditions((*run.context.conditions, *learned))
    execute(run, node.otherwise, inner)
    endless = isinstance(node.subject, form.Literal) and bool(node.subject.value) and node.kind == "while"
    return "return" if endless and not _breaks(node.body) else FALLS


def _each(run: Run, node: form.Loop, subject: ListValue, scope: Scope) -> str:
    """`for router in (users, orders): ...` goes through every item. What it does is not more for more data."""
    # Where no turn is cut short, each is run for certain: `for (const wrap of wrappers) handler = wrap(handler)`.
    whole = not _jumps(node.body)
    for item in subject.items:
        before = len(run.context.conditions)
        with run.within() if whole else run.branch():
            # A function that is made in a turn keeps that turn's item, in JavaScript.
            turn = block_scope(run, scope)
            if node.target is not None:
                targets.bind(run, node.target, item, turn)
            left = execute(run, node.body, turn)
            learned = run.context.conditions[before:]
        if left in ("return", "raise"):
            return left
        if whole and learned:
            # What each had to be for the turn to come to its end: `for rule in (mine, open): if not rule.lets(row): raise`.
            run.context = run.context.with_conditions((*run.context.conditions, *learned))
    execute(run, node.otherwise, scope)
    return FALLS


def _breaks(body: Iterable[form.Statement]) -> bool:
    return _jumps(body, "break")


def _jumps(body: Iterable[form.Statement], *kinds: str) -> bool:
    """Whether a loop is left, or goes on to the next one, from within its body; of those `kinds` where they are named."""
    for statement in body:
        if isinstance(statement, form.Jump) and (not kinds or statement.kind in kinds):
            return True
        for name in ("then", "otherwise", "body", "final"):
            inner = getattr(statement, name, ())
            if (
                not isinstance(statement, (form.Loop, form.Function, form.Class))
                and inner
                and _jumps(inner, *kinds)
            ):
                return True
    return False


def _try(run: Run, node: form.Try, scope: Scope) -> str:
    saved = run.context
    run.context = saved.changed(caught=saved.caught or not all(_throws_on(run, one) for one in node.handlers))
    left = execute(run, node.body, block_scope(run, scope))
    if not left:
        left = execute(run, node.otherwise, scope)
    learned = run.context.conditions
    if not left and _cannot_lack(run, node, scope):
        return execute(run, node.final, block_scope(run, scope))
    handled = [_handler(run, handler, scope, saved) for handler in node.handlers]
    all_leave = all(handled)
    run.context = saved.changed(conditions=learned if all_leave else saved.conditions)
    final = execute(run, node.final, block_scope(run, scope))
    if final:
        return final
    return left if left and all_leave else FALLS


def _throws_on(run: Run, handler: form.Handler) -> bool:
    """`catch (error) { console.error(error); throw error; }`: whoever called hears of the failure as if nobody had caught it. On a
    page that is so of another error too; on a server it may be the answer (`raise HTTPException(502)`)."""
    last = handler.body[-1] if handler.body else None
    if not isinstance(last, form.Raise):
        return False
    caught = handler.target.name if isinstance(handler.target, form.Name) else ""
    same = last.value is None or (isinstance(last.value, form.Name) and last.value.name == caught)
    return same or run.side == "client"


def _cannot_lack(run: Run, node: form.Try, scope: Scope) -> bool:
    """`try: owner = row.get_owner() except AttributeError`: where an object was found by it, nothing was lacking."""
    only = node.handlers[0].types if len(node.handlers) == 1 else None
    kept = node.body[0] if len(node.body) == 1 else None
    if not (isinstance(only, form.Name) and only.name == "AttributeError" and isinstance(kept, form.Define)):
        return False
    target = kept.target
    found = scope.names.get(target.name) if isinstance(target, form.Name) else None
    return found is not None and found.decided() is True


def _handler(run: Run, handler: form.Handler, scope: Scope, outside: Any) -> str:
    run.context = outside.changed(handling=True)
    inner = block_scope(run, scope)
    types = run.evaluate(handler.types, inner) if handler.types is not None else UNKNOWN
    run.branching += 1
    if handler.target is not None:
        targets.bind(run, handler.target, Derived("caught", (types,), handler), inner)
    before = len(run.trace.events)
    left = execute(run, handler.body, inner)
    run.branching -= 1
    # `catch (error) { answerWith(error, res) }`: the request is over, whatever stands behind.
    over = not left and any(getattr(event, "ends_request", False) for event in run.trace.events[before:])
    return "return" if over else left


def _with(run: Run, node: form.With, scope: Scope) -> str:
    saved = run.context
    managers = []
    for item in node.items:
        value = run.evaluate(item.value, scope)
        managers.append(value)
        entered = context_managers.entered(run, value, node)
        if item.target is not None:
            targets.bind(run, item.target, entered, scope)
    left = execute(run, node.body, scope)
    for value in reversed(managers):
        context_managers.left(run, value, node)
    run.context = saved.changed(conditions=run.context.conditions)
    return left


def _return(run: Run, node: form.Return, scope: Scope) -> str:
    value = run.evaluate(node.value, scope) if node.value is not None else Constant(None)
    ends = getattr(value, "ends", None)
    if isinstance(ends, str):
        return ends
    if run.frames:
        frame = run.frames[-1]
        value = expressions.settle(run, value, node) if frame.promises else value
        frame.returns.append((value, run.own_conditions()))
        if frame.on_return is not None:
            frame.on_return(value, node)
    return "return"


def _raise(run: Run, node: form.Raise, scope: Scope) -> str:
    from roadworthy.interpret.trace import Raised

    value = run.evaluate(node.value, scope) if node.value is not None else UNKNOWN
    run.emit(Raised(value, run.module, node, run.context))
    return "raise"


def _jump(run: Run, node: form.Jump, scope: Scope) -> str:
    return "jump"


def _bare_block(run: Run, node: form.Block, scope: Scope) -> str:
    return execute(run, node.body, block_scope(run, scope))


def _import(run: Run, node: form.Import, scope: Scope) -> str:
    bind_import(run, node, scope)
    return FALLS


def _export(run: Run, node: form.Export, scope: Scope) -> str:
    bind_export(run, node)
    return FALLS


def _function(run: Run, node: form.Function, scope: Scope) -> str:
    if node.decorators or scope.names.get(node.name) is None:
        scope.bind(node.name, run.evaluate(node, scope), run.branching)
    return FALLS


def _class(run: Run, node: form.Class, scope: Scope) -> str:
    scope.bind(node.name, define_class(run, node, scope), run.branching)
    return FALLS


_EXECUTE: dict[type, Callable[[Run, Any, Scope], str]] = {
    form.Define: _define,
    form.Evaluate: _evaluate,
    form.If: _if,
    form.Loop: _loop,
    form.Try: _try,
    form.With: _with,
    form.Switch: switch,
    form.Return: _return,
    form.Raise: _raise,
    form.Jump: _jump,
    form.Block: _bare_block,
    form.Import: _import,
    form.Export: _export,
    form.Function: _function,
    form.Class: _class,
}
