"""Functions that refuse people and that no run entered, though other code names them: a wrapper that a library calls, a route class,
a hook put on in a way that is not followed. What they guard is told as open unless that is known."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from roadworthy.app.idle_guard import IdleGuard
from roadworthy.app.location import Location, of_span
from roadworthy.frameworks.unfollowed import guards_by_name
from roadworthy.frameworks.unreached import functions_not_entered
from roadworthy.interpret import Program
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_foreign, is_test, is_tool

_STATUS = (401, 403)
_NAMED_STATUS = regex(
    r"unauthori[sz]ed|forbidden|not_?authenticated|permission_?denied|access_?denied|401|403", re.I
)
# What a function is called, or is given, that stands in front of others.
_IN_FRONT = regex(
    r"^with_?[A-Z]|middleware|wrapper|decorator|_required$|^dispatch$|^__call__$|route_?handler$|^(before|on)_?request$|^process_(request|view)$|^can_?activate$|^has_permission$",
    re.I,
)
# What only finds who comes, where a guard of a library's asks it, and what looks at where a request is from or how many there are.
_FINDS = regex(
    r"Strategy\.|\.validate$|^(deserialize|load)_?user|csrf|xsrf|origin|cors|captcha|limit|throttle", re.I
)
_GIVEN = regex(r"^(next|call_?next|get_response|handler|fn|func|view(_func)?|wrapped)$", re.I)
# Where functions are handed on to be used elsewhere, which uses nothing.
_HANDS_ON = ("module.exports", "exports", "__all__")


def idle_guards(program: Program) -> tuple[IdleGuard, ...]:
    """Each such function of the app's own, with the places that name it. It is asked when all endpoints were run."""
    own = [path for path in program.modules if not (is_test(path) or is_tool(path) or is_foreign(path))]
    refusing = [
        (name, of_span(path, closure.function.span))
        for path in own
        for name, closure in functions_not_entered(program, path)
        if _stands_in_front(name, closure.function) and _refuses(closure.function)
    ]
    if not refusing:
        return ()
    wanted = {name.rsplit(".", 1)[-1] for name, _ in refusing} | {name.split(".")[0] for name, _ in refusing}
    uses = _uses(program, own, wanted)
    found = []
    for name, place in refusing:
        # A method is used where its class is.
        named = uses[name.split(".")[0]]
        used = tuple(one for one in named if not one.within(place))
        if used:
            found.append(IdleGuard(name, place, used))
    return tuple(found)


def _stands_in_front(name: str, function: form.Function) -> bool:
    """Whether a function is there to be put before others, by its name or by what it is given: no view that merely was not read."""
    if function.decorators or _FINDS.search(name):
        return False
    given = [one.target.name for one in function.parameters if isinstance(one.target, form.Name)]
    return (
        guards_by_name(name) or any(map(_IN_FRONT.search, name.split("."))) or any(map(_GIVEN.match, given))
    )


def _refuses(function: form.Function) -> bool:
    """Whether a function answers or raises that somebody may not be here."""
    for node in form.walk(function.body):
        if isinstance(node, form.Call) and _says_refused(node):
            return True
        if isinstance(node, form.Raise) and node.value is not None and _is_named(node.value):
            return True
        returned = node.value if isinstance(node, form.Return) else None
        if isinstance(returned, form.Sequence) and any(map(_is_status, returned.items)):
            return True
    return False


def _says_refused(call: form.Call) -> bool:
    given = [*call.arguments, *(entry.value for entry in call.keywords)]
    given += [entry.value for one in call.arguments if isinstance(one, form.Record) for entry in one.entries]
    return any(map(_is_status, given)) or (call.new and _is_named(call.callee))


def _is_status(node: form.Expr) -> bool:
    if isinstance(node, form.Literal):
        return node.value in _STATUS and not isinstance(node.value, bool)
    return isinstance(node, form.Member) and _NAMED_STATUS.search(node.name) is not None


def _is_named(node: form.Expr) -> bool:
    """`UnauthorizedError(...)`, `exceptions.NotAuthenticated`."""
    node = node.callee if isinstance(node, form.Call) else node
    name = node.name if isinstance(node, (form.Name, form.Member)) else ""
    return _NAMED_STATUS.search(name) is not None


def _uses(program: Program, own: list[str], wanted: set[str]) -> dict[str, list[Location]]:
    """Where names stand in code that is not an import, nor hands them on."""
    found: dict[str, list[Location]] = defaultdict(list)
    for path in own:
        for statement in program.modules[path].body:
            if not _hands_on(statement):
                for name, node in _names(statement):
                    if name in wanted:
                        found[name].append(of_span(path, node.span))
    return found


def _hands_on(statement: form.Statement) -> bool:
    if isinstance(statement, form.Define):
        exported = isinstance(statement.target, form.Name) and statement.target.name in ("default", "__all__")
        return exported or _requires(statement.value)
    if not isinstance(statement, form.Evaluate) or not isinstance(statement.value, form.Assignment):
        return False
    target: object = statement.value.target
    while isinstance(target, form.Member):
        if isinstance(target.object, form.Name) and f"{target.object.name}.{target.name}" in _HANDS_ON:
            return True
        target = target.object
    return isinstance(target, form.Name) and target.name in _HANDS_ON


def _requires(value: form.Expr | None) -> bool:
    """`const { requireUser } = require("./auth")`: an import."""
    while isinstance(value, (form.Member, form.Await)):
        value = value.object if isinstance(value, form.Member) else value.value
    return (
        isinstance(value, form.Call)
        and isinstance(value.callee, form.Name)
        and value.callee.name in ("require", "import")
    )


def _names(statement: form.Statement) -> Iterator[tuple[str, form.Node]]:
    # What a name is given to is its own place, and no use of it.
    looked = statement.value if isinstance(statement, form.Define) else statement
    for node in form.walk((looked,)) if looked is not None else ():
        if isinstance(node, (form.Name, form.Member)):
            yield node.name, node
