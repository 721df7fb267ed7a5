"""Runs statements: definitions, branches, loops, exits, functions and classes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeGuard

from roadworthy.interpret import expressions, targets
from roadworthy.interpret.context import Args, Condition, Turn
from roadworthy.interpret.scope import ClassScope, Scope
from roadworthy.interpret.values import (
    UNKNOWN,
    Certain,
    ClassValue,
    Closure,
    Constant,
    Derived,
    External,
    ListValue,
    ObjectValue,
    Value,
)
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run

FALLS = ""
# Items of a list that is gone through one by one; a longer one is data, for which one item stands for all.
MAX_ITEMS = 32


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


def bind_parameters(run: Run, closure: Closure, args: Args, scope: Scope) -> None:
    """Binds a function's parameters to the arguments of a call."""
    parameters = closure.function.parameters
    positional = list(args.positional)
    if closure.this is not None:
        if run.frames[-1].language == "python":
            positional.insert(0, closure.this)
        else:
            scope.bind("this", closure.this)
    keywords = dict(args.keywords)
    for number, parameter in enumerate(parameters):
        value = _argument(run, parameter, number, positional, keywords, args.spread, scope)
        targets.bind(run, parameter.target, value, scope)


def _argument(
    run: Run,
    parameter: form.Parameter,
    number: int,
    positional: list[Value],
    keywords: dict[str, Value],
    spread: bool,
    scope: Scope,
) -> Value:
    name = parameter.target.name if isinstance(parameter.target, form.Name) else ""
    if parameter.rest == "*":
        return ListValue(positional[number:], UNKNOWN if spread else None)
    if parameter.rest == "**":
        unnamed = [keywords.pop(key) for key in list(keywords) if key.startswith("**")]
        return ObjectValue(dict(keywords), unnamed)
    if name in keywords:
        return keywords.pop(name)
    if number < len(positional):
        given = positional[number]
        if parameter.default is not None and isinstance(given, Constant) and given.value is None:
            return targets.or_default(run, given, run.evaluate(parameter.default, scope))
        return given
    if "**" in keywords:
        return keywords["**"].member(run, name, parameter)
    if parameter.default is not None:
        return _left_out(run, run.evaluate(parameter.default, scope), spread)
    # What was left out is missing for certain: `id ? one(id) : all()` goes one way only.
    return UNKNOWN if spread else Certain(None)


def _left_out(run: Run, default: Value, spread: bool) -> Value:
    """`def to_dict(self, with_email=False)` that a function of the app calls without it: a switch that is off for certain. What a
    framework calls may be given more than is seen."""
    called_by_app = len(run.frames) > 1 and not spread
    if called_by_app and isinstance(default, Constant) and isinstance(default.value, bool):
        return Certain(default.value, default.node)
    return default


def _define(run: Run, node: form.Define, scope: Scope) -> str:
    if node.value is None:
        if node.annotation is None or run.program.language(run.module) != "python":
            targets.bind(run, node.target, Constant(None), scope)
        elif isinstance(node.target, form.Name):
            scope.bind(node.target.name, Derived("annotation", (run.evaluate(node.annotation, scope),), node))
        return FALLS
    value = run.evaluate(node.value, scope)
    if node.annotation is not None and run.program.language(run.module) == "python":
        run.program.annotate(value, run.evaluate(node.annotation, scope))
    if isinstance(node.target, form.Name) and not node.kind:
        targets.assign_local(run, node.target.name, value, scope)
    else:
        targets.bind(run, node.target, value, scope)
    return FALLS


def _evaluate(run: Run, node: form.Evaluate, scope: Scope) -> str:
    value = run.evaluate(node.value, scope)
    ends = getattr(value, "ends", None)
    return ends if isinstance(ends, str) else FALLS


def _if(run: Run, node: form.If, scope: Scope) -> str:
    expressions.tested(run, node.test)
    test = run.evaluate(node.test, scope)
    holds, fails = run.condition(test, True, node.test), run.condition(test, False, node.test)
    if isinstance(node.test, form.Literal):
        taken = node.then if node.test.value else node.otherwise
        return execute(run, taken, _block(run, scope))
    decided = test.decided()
    if decided is not None:
        if run.frames:
            run.frames[-1].decided = True
        return execute(run, node.then if decided else node.otherwise, _block(run, scope))
    if run.program.language(run.module) == "python":
        return _either(run, node, scope, holds, fails)
    before = len(run.context.conditions)
    with run.branch(holds):
        then = execute(run, node.then, _block(run, scope))
        first = run.context.conditions[before:]
    with run.branch(fails):
        otherwise = execute(run, node.otherwise, _block(run, scope))
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
        return first[1] if first[1] == second[1] else "return"
    if first[1]:
        run.learn(second[0], lasting=first[1] == "raise")
    elif second[1]:
        run.learn(first[0], lasting=second[1] == "raise")
    return FALLS


def _block(run: Run, scope: Scope) -> Scope:
    """Blocks have a scope of their own in JavaScript, none in Python."""
    return scope if run.program.language(run.module) == "python" else Scope(scope)


def _loop(run: Run, node: form.Loop, scope: Scope) -> str:
    inner = _block(run, scope)
    subject = run.evaluate(node.subject, inner) if node.subject is not None else None
    if node.kind == "each" and node.target is not None and _written_out(subject):
        return _each(run, node, subject, inner)
    element: Value | None = None
    if node.target is not None and subject is not None:
        element = Derived("key", (subject,), node) if node.kind == "keys" else subject.element(run)
    turn = Turn(run.module, node.span, node.kind, subject, element)
    if subject is not None and element is not None:
        expressions.seen(run, "[].each", [subject], element, node)
    with run.within(**run.context.turning(turn)), run.branch():
        if node.target is not None and element is not None:
            targets.bind(run, node.target, element, inner)
        elif subject is not None:
            run.learn(run.condition(subject, True, node))
        execute(run, node.body, inner)
    execute(run, node.otherwise, inner)
    endless = isinstance(node.subject, form.Literal) and bool(node.subject.value) and node.kind == "while"
    return "return" if endless and not _breaks(node.body) else FALLS


def _written_out(subject: Value | None) -> TypeGuard[ListValue]:
    return isinstance(subject, ListValue) and subject.rest is None and 0 < len(subject.items) <= MAX_ITEMS


def _each(run: Run, node: form.Loop, subject: ListValue, scope: Scope) -> str:
    """`for router in (users, orders): ...` goes through every item. What it does is not more for more data."""
    for item in subject.items:
        with run.branch():
            if node.target is not None:
                targets.bind(run, node.target, item, scope)
            left = execute(run, node.body, scope)
        if left in ("return", "raise"):
            return left
    execute(run, node.otherwise, scope)
    return FALLS


def _breaks(body: Iterable[form.Statement]) -> bool:
    for statement in body:
        if isinstance(statement, form.Jump) and statement.kind == "break":
            return True
        for name in ("then", "otherwise", "body", "final"):
            inner = getattr(statement, name, ())
            if not isinstance(statement, (form.Loop, form.Function, form.Class)) and inner and _breaks(inner):
                return True
    return False


def _try(run: Run, node: form.Try, scope: Scope) -> str:
    saved = run.context
    run.context = saved.changed(caught=saved.caught or not all(_throws_on(run, one) for one in node.handlers))
    left = execute(run, node.body, _block(run, scope))
    if not left:
        left = execute(run, node.otherwise, scope)
    learned = run.context.conditions
    if not left and _cannot_lack(run, node, scope):
        return execute(run, node.final, _block(run, scope))
    handled = [_handler(run, handler, scope, saved) for handler in node.handlers]
    all_leave = all(handled)
    run.context = saved.changed(conditions=learned if all_leave else saved.conditions)
    final = execute(run, node.final, _block(run, scope))
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
    inner = _block(run, scope)
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
        enter = getattr(value, "enter", None)
        entered = enter(run, node) if enter is not None else value
        if item.target is not None:
            targets.bind(run, item.target, entered, scope)
    left = execute(run, node.body, scope)
    for value in reversed(managers):
        leave = getattr(value, "leave", None)
        if leave is not None:
            leave(run, node)
    run.context = saved.changed(conditions=run.context.conditions)
    return left


def _switch(run: Run, node: form.Switch, scope: Scope) -> str:
    subject = run.evaluate(node.subject, scope)
    lefts = []
    for case in node.cases:
        test = run.evaluate(case.test, scope) if case.test is not None else None
        compared = expressions.compared(run, subject, test, case) if test is not None else None
        if test is not None and _names_a_kind(run, node.subject, subject, test):
            compared = Certain(subject.value == test.value, case)  # type: ignore[attr-defined]
        if isinstance(compared, Certain):
            if compared.value:
                return _taken(run, node, case, scope)
            continue
        with run.branch(run.condition(compared, True, case) if compared is not None else None):
            lefts.append(execute(run, case.body, _block(run, scope)))
    has_default = any(case.test is None for case in node.cases)
    real = [left for left in lefts if left]
    if has_default and len(real) == len(lefts) and "jump" not in real:
        return real[0] if len(set(real)) == 1 else "return"
    return FALLS


def _names_a_kind(run: Run, written: form.Expr, subject: Value, test: Value) -> bool:
    """`switch (action.type)` of a record that was written out: a reducer does what this action asks and nothing else. So
    does `switch (kind)` of a parameter that the caller gave a word for."""
    return (
        (isinstance(written, form.Member) or _is_given(run, written))
        and type(subject) is Constant
        and type(test) is Constant
        and isinstance(subject.value, str)
        and isinstance(test.value, str)
    )


def _is_given(run: Run, written: form.Expr) -> bool:
    """Whether a name is a parameter of the function under way that nothing in it assigns."""
    if not isinstance(written, form.Name) or not run.functions:
        return False
    function = run.functions[-1]
    named = any(
        isinstance(one.target, form.Name) and one.target.name == written.name and one.default is None
        for one in function.parameters
    )
    return named and not any(
        isinstance(node, form.Assignment)
        and isinstance(node.target, form.Name)
        and node.target.name == written.name
        for node in form.walk(function.body, form.Assignment)
    )


def _taken(run: Run, node: form.Switch, case: form.Case, scope: Scope) -> str:
    """The one case that is taken for certain, with those that it falls through to."""
    left = FALLS
    for one in node.cases[node.cases.index(case) :]:
        left = execute(run, one.body, _block(run, scope))
        if left or one.body:
            break
    return FALLS if left == "jump" else left


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
    from roadworthy.interpret.run import Raised

    value = run.evaluate(node.value, scope) if node.value is not None else UNKNOWN
    run.emit(Raised(value, run.module, node, run.context))
    return "raise"


def _jump(run: Run, node: form.Jump, scope: Scope) -> str:
    return "jump"


def _bare_block(run: Run, node: form.Block, scope: Scope) -> str:
    return execute(run, node.body, _block(run, scope))


def _import(run: Run, node: form.Import, scope: Scope) -> str:
    run.program.bind_import(run, node, scope)
    return FALLS


def _export(run: Run, node: form.Export, scope: Scope) -> str:
    run.program.bind_export(run, node, scope)
    return FALLS


def _function(run: Run, node: form.Function, scope: Scope) -> str:
    if node.decorators or scope.names.get(node.name) is None:
        scope.bind(node.name, run.evaluate(node, scope), run.branching)
    return FALLS


def _class(run: Run, node: form.Class, scope: Scope) -> str:
    scope.bind(node.name, define_class(run, node, scope), run.branching)
    return FALLS


def define_class(run: Run, node: form.Class, scope: Scope) -> Value:
    """Evaluates a class: its bases, then its body in a scope whose names become its attributes."""
    bases = [_base(run, base, scope) for base in node.bases]
    kind = ClassValue(node, bases, scope, run.module)
    body = ClassScope(scope)
    body.bind(node.name, kind)
    body.methods.bind(node.name, kind)
    for statement in node.body:
        _class_member(run, statement, body, kind)
    kind.attributes = {name: value for name, value in body.names.items() if value is not kind}
    for name, own in kind.attributes.items():
        # Defaults of parameters are worked out when a method is called, and may be the class's own constants.
        if not isinstance(own, Closure) and scope.find(name) is None:
            body.methods.bind(name, own)
    for keyword in node.keywords:
        run.evaluate(keyword.value, scope)
    for model in run.program.library.class_models(kind):
        model(run, kind)
    value: Value = kind
    for decorator in reversed(node.decorators):
        value = expressions.decorate(run, run.evaluate(decorator, scope), value, decorator)
    return value


def _base(run: Run, base: form.Expr, scope: Scope) -> Value:
    """What a class inherits: `models.Manager["Project"]` is the library's class and `Repository[User]` the app's, whatever they
    are of."""
    if isinstance(base, form.Index) and run.module.endswith(".py"):
        generic = run.evaluate(base.object, scope)
        if isinstance(generic, (External, ClassValue)):
            return generic
    return run.evaluate(base, scope)


def _class_member(run: Run, statement: form.Statement, body: Scope, kind: ClassValue) -> None:
    if isinstance(statement, form.Function):
        value = run.evaluate(statement, body)
        body.bind(statement.name, _as_method(statement, value, kind))
    else:
        execute(run, (statement,), body)


def _as_method(node: form.Function, value: Value, kind: ClassValue) -> Value:
    names = {d.name for d in node.decorators if isinstance(d, form.Name)}
    if isinstance(value, Closure):
        if "classmethod" in names:
            return value.bind(kind)
        if "property" in names or "cached_property" in names:
            return Closure(form_getter(node), value.scope, value.module, None, node.name)
        if "staticmethod" in names:
            return Closure(_static(node), value.scope, value.module, None, node.name)
    return value


def form_getter(node: form.Function) -> form.Function:
    """The same function, read like a field."""
    return form.Function(
        node.span, node.name, node.parameters, node.body, node.is_async, node.generator, "getter"
    )


def _static(node: form.Function) -> form.Function:
    """The same function, taking no instance: an arrow in the one form's words."""
    return form.Function(
        node.span, node.name, node.parameters, node.body, node.is_async, node.generator, "arrow"
    )


_EXECUTE: dict[type, Callable[[Run, Any, Scope], str]] = {
    form.Define: _define,
    form.Evaluate: _evaluate,
    form.If: _if,
    form.Loop: _loop,
    form.Try: _try,
    form.With: _with,
    form.Switch: _switch,
    form.Return: _return,
    form.Raise: _raise,
    form.Jump: _jump,
    form.Block: _bare_block,
    form.Import: _import,
    form.Export: _export,
    form.Function: _function,
    form.Class: _class,
}
