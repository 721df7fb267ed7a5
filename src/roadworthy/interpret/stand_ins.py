"""Objects that stand in for another, made when it is first asked for: `new Proxy({}, { get: (_, name) => client()[name] })`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.containers import Closure, ObjectValue
from roadworthy.interpret.context import Args
from roadworthy.interpret.values import UNKNOWN, Choice, Constant, Unknown, Value

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run
    from roadworthy.languages import form


class AnyName(Value):
    """The name that a stand-in is asked for, whatever it is. `asked` are the objects that it was looked up in."""

    __slots__ = ("asked",)

    def __init__(self) -> None:
        self.asked: list[Value] = []


def looked_up(target: Value, key: Value) -> Value | None:
    """What `target[name]` gives for whatever name: the object itself, which knows its own names."""
    if not isinstance(key, AnyName):
        return None
    key.asked.append(target)
    return target


def proxy(run: Run, args: Args, node: form.Node) -> Value:
    """What a proxy stands for: the object that its `get` looks every name up in, else the one it is put before."""
    behind = args.get(0) or UNKNOWN
    handler = args.get(1)
    get = handler.fields.get("get") if isinstance(handler, ObjectValue) else None
    if not isinstance(get, Closure):
        return behind
    name = AnyName()
    with run.branch():
        run.call(get, Args([behind, name, behind]), node)
    found = [one for one in map(_made, name.asked) if one is not behind and not isinstance(one, Unknown)]
    return found[-1] if found else behind


def reflected(run: Run, args: Args, node: form.Node) -> Value:
    """`Reflect.get(client, name)`."""
    owner, key = args.get(0) or UNKNOWN, args.get(1) or UNKNOWN
    return looked_up(owner, key) or owner.index(run, key, node)


def _made(value: Value) -> Value:
    """What it is once it was made: `let client = null` is only the beginning."""
    if not isinstance(value, Choice):
        return value
    kept = [way for way in value.alternatives if not (isinstance(way[0], Constant) and way[0].value is None)]
    return kept[0][0] if len(kept) == 1 else Choice(tuple(kept)) if kept else value
