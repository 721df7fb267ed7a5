"""The one form every language is lowered to: a small syntax tree with exact spans.

It knows syntax and nothing else: no types, no web. A reader (`languages.javascript`, `languages.python`)
makes a `Module` of one file; `interpret` gives it meaning. Operators, loops and literals are spelled the
same whatever the language was, so that a question asked of a module is asked once for every stack.

Records are `array_like` and tagged, so that a module packs to msgpack small enough to be cached by the hash
of its content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from msgspec import Struct


class Span(Struct, frozen=True, array_like=True, gc=False):
    """A stretch of one file. Offsets are bytes of the file as stored, end exclusive; lines count from 1."""

    start: int
    end: int
    line: int
    end_line: int


class Node(Struct, frozen=True, array_like=True, tag=True):
    """What every element of a module has: where it stands."""

    span: Span


# --- expressions -----------------------------------------------------------------------------------------


class Literal(Node, frozen=True):
    """A constant: text, number, truth value, or `None` for null, undefined and None."""

    value: str | int | float | bool | None


NOWHERE = Literal(Span(0, 0, 1, 1), None)
"""Stands where no line of the app is the cause."""


class Template(Node, frozen=True):
    """Text with holes: a template literal or f-string. `parts` has literals and expressions in order.

    `tag` is the function of a tagged template (``sql`select ${x}` ``), else None.
    """

    parts: tuple[Expr, ...]
    tag: Expr | None = None


class Name(Node, frozen=True):
    """A variable read or, in a target, bound. `this` and `self` are names like any other."""

    name: str


class Member(Node, frozen=True):
    """`object.name`, also `object?.name`."""

    object: Expr
    name: str


class Index(Node, frozen=True):
    """`object[key]`; a slice has an `Other` of kind `slice` as its key."""

    object: Expr
    key: Expr


class Entry(Node, frozen=True):
    """One entry of a record, keyword of a call or attribute of an element. `key` None: the value is spread in.

    A literal key is a `Literal`; a computed one any expression. Shorthand `{a}` has key 'a' and value Name a.
    """

    key: Expr | None
    value: Expr


class Call(Node, frozen=True):
    """A call; `new` for a construction in JavaScript. Spread arguments are `Spread`, keywords are Python's."""

    callee: Expr
    arguments: tuple[Expr, ...] = ()
    keywords: tuple[Entry, ...] = ()
    new: bool = False


class Await(Node, frozen=True):
    """`await value`."""

    value: Expr


class Yield(Node, frozen=True):
    """`yield value`, `yield from value`."""

    value: Expr | None


class Record(Node, frozen=True):
    """An object literal or dict display. Methods and getters are entries whose value is a `Function`."""

    entries: tuple[Entry, ...] = ()


class Sequence(Node, frozen=True):
    """An array, list, tuple or set display. `kind` is list, tuple or set."""

    items: tuple[Expr, ...] = ()
    kind: str = "list"


class Operation(Node, frozen=True):
    """An operator on its operands. Spelled alike in every language: and, or, not, ??, ==, !=, <, <=, >, >=,
    in, not in, instanceof, +, -, *, /, //, %, **, |, &, ^, <<, >>, typeof, delete, void, neg.

    `===` and `is` are `==`. A chained comparison is an `and` of its links.
    """

    operator: str
    operands: tuple[Expr, ...]


class Conditional(Node, frozen=True):
    """`test ? then : otherwise`, `then if test else otherwise`."""

    test: Expr
    then: Expr
    otherwise: Expr


class Assignment(Node, frozen=True):
    """`target = value`; `operator` is '' or that of `+=`, `||=` ('or'), `??=` and the like.

    `x++` and `x--` are `+`/`-` with the literal 1.
    """

    target: Target
    value: Expr
    operator: str = ""


class Spread(Node, frozen=True):
    """`...value`, `*value`; `mapping` for `**value`."""

    value: Expr
    mapping: bool = False


class ForClause(Struct, frozen=True, array_like=True):
    """One `for target in iterable if conditions` of a comprehension."""

    target: Target
    iterable: Expr
    conditions: tuple[Expr, ...] = ()


class Comprehension(Node, frozen=True):
    """A list, set, dict or generator comprehension; `key` only for dicts. `kind` is list, set, dict, generator."""

    element: Expr
    clauses: tuple[ForClause, ...]
    key: Expr | None = None
    kind: str = "list"


class Element(Node, frozen=True):
    """A JSX element. `tag` as written ('div', 'Foo', 'Form.Item'; '' for a fragment).

    An attribute without a value has the literal True. Children are text literals, elements and expressions.
    """

    tag: str
    attributes: tuple[Entry, ...] = ()
    children: tuple[Expr, ...] = ()


class Other(Node, frozen=True):
    """Syntax without a form of its own (a regular expression, a slice). Its children are still walked."""

    kind: str
    children: tuple[Expr, ...] = ()


# --- targets ---------------------------------------------------------------------------------------------


class FieldTarget(Struct, frozen=True, array_like=True):
    """`key: target = default` inside a record target."""

    key: str
    target: Target
    default: Expr | None = None


class RecordTarget(Node, frozen=True):
    """`{ a, b: c = 1, ...rest }`."""

    fields: tuple[FieldTarget, ...]
    rest: Target | None = None


class SequenceTarget(Node, frozen=True):
    """`[a, , ...rest]`, `a, *rest`. A hole is None; a default is an Assignment-free pair in `defaults`."""

    items: tuple[Target | None, ...]
    defaults: tuple[Expr | None, ...] = ()
    rest: Target | None = None


# --- functions and classes -------------------------------------------------------------------------------


class Parameter(Node, frozen=True):
    """A parameter. `rest` is '' or '*' (also `...args`) or '**'. `annotation` is kept for Python
    (`Annotated[Session, Depends(get_db)]` has meaning there). TypeScript types are dropped, but for the name of the type
    of a parameter that is decorated or becomes a property, which decides what is handed in: `Other` of kind 'typed' with
    the name and the decorators, else of kind 'decorators'.
    """

    target: Target
    default: Expr | None = None
    annotation: Expr | None = None
    rest: str = ""


class Function(Node, frozen=True):
    """A function, method, arrow or lambda. An arrow with an expression body has one `Return`.

    `name` is '' for an anonymous one that is not bound directly to a name (`const f = () => 1` is 'f').
    `kind` is function, arrow, method, getter, setter, constructor. `static` is for class members.
    """

    name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    is_async: bool = False
    generator: bool = False
    kind: str = "function"
    decorators: tuple[Expr, ...] = ()
    returns: Expr | None = None
    static: bool = False


class Class(Node, frozen=True):
    """A class. Fields are `Define`, methods `Function`; `decorators` outermost first."""

    name: str
    bases: tuple[Expr, ...] = ()
    keywords: tuple[Entry, ...] = ()
    body: tuple[Statement, ...] = ()
    decorators: tuple[Expr, ...] = ()


# --- statements ------------------------------------------------------------------------------------------


class Define(Node, frozen=True):
    """`const target = value`, `target: annotation = value`, `target = value` in Python. `kind` is const, let,
    var, '' (Python), or global where a function of Python's says that the name is the module's."""

    target: Target
    value: Expr | None
    annotation: Expr | None = None
    kind: str = ""


class Evaluate(Node, frozen=True):
    """An expression as a statement."""

    value: Expr


class If(Node, frozen=True):
    """`if test: then else: otherwise`; `elif` nests in `otherwise`."""

    test: Expr
    then: tuple[Statement, ...]
    otherwise: tuple[Statement, ...] = ()


class Loop(Node, frozen=True):
    """Any loop. `kind` is each (for-of, Python for), keys (for-in), while, counted (for(;;)).

    each and keys have `target` and `subject`; while and counted have the test as `subject`; a counted loop's
    initialiser stands before the loop and its update at the end of the body.
    """

    kind: str
    target: Target | None
    subject: Expr | None
    body: tuple[Statement, ...]
    is_async: bool = False
    otherwise: tuple[Statement, ...] = ()


class Handler(Node, frozen=True):
    """An `except types as target:` or `catch (target)`; both may be None."""

    target: Target | None
    types: Expr | None
    body: tuple[Statement, ...]


class Try(Node, frozen=True):
    """try / except / else / finally."""

    body: tuple[Statement, ...]
    handlers: tuple[Handler, ...] = ()
    otherwise: tuple[Statement, ...] = ()
    final: tuple[Statement, ...] = ()


class WithItem(Struct, frozen=True, array_like=True):
    """`value as target` of a with statement."""

    value: Expr
    target: Target | None = None


class With(Node, frozen=True):
    """`with items: body`."""

    items: tuple[WithItem, ...]
    body: tuple[Statement, ...]
    is_async: bool = False


class Case(Node, frozen=True):
    """One case of a switch or match; `test` None for the default. Falling through is not modelled."""

    test: Expr | None
    body: tuple[Statement, ...]


class Switch(Node, frozen=True):
    """`switch (subject)`, `match subject`."""

    subject: Expr
    cases: tuple[Case, ...]


class Return(Node, frozen=True):
    """`return value`."""

    value: Expr | None = None


class Raise(Node, frozen=True):
    """`throw value`, `raise value`."""

    value: Expr | None = None


class Jump(Node, frozen=True):
    """`break` or `continue` (in `kind`)."""

    kind: str


class Block(Node, frozen=True):
    """A bare block or a labelled statement."""

    body: tuple[Statement, ...]


class ImportName(Struct, frozen=True, array_like=True):
    """`imported` is a name, 'default' or '*' (the whole module); `local` is what it is called here."""

    imported: str
    local: str


class Import(Node, frozen=True):
    """`import ... from source`. Imports of types only are left out.

    Python: `source` is dotted, with leading dots when relative ('.models', '..db', '.'); `import a.b` binds
    'a' and has `source` 'a.b' with imported '*' and local 'a'; `import a.b as c` has local 'c'.
    """

    source: str
    names: tuple[ImportName, ...] = ()


class ExportName(Struct, frozen=True, array_like=True):
    """`local` of this module (or of `source`) is offered as `exported`; '*' and '*' for a star export."""

    local: str
    exported: str


class Export(Node, frozen=True):
    """`export { a as b } [from source]`, `export * from source`, and the names of exported declarations,
    which stand as statements of their own before it. `export default value` is a `Define` of the name
    'default' and an `Export` of it, unless the declaration has a name, which is then what is exported.
    """

    names: tuple[ExportName, ...]
    source: str | None = None


Expr = (
    Literal
    | Template
    | Name
    | Member
    | Index
    | Call
    | Await
    | Yield
    | Record
    | Sequence
    | Operation
    | Conditional
    | Assignment
    | Spread
    | Comprehension
    | Element
    | Function
    | Class
    | Other
)
Target = Name | Member | Index | RecordTarget | SequenceTarget
Statement = (
    Define
    | Evaluate
    | If
    | Loop
    | Try
    | With
    | Switch
    | Return
    | Raise
    | Jump
    | Block
    | Import
    | Export
    | Function
    | Class
)


class Comment(Struct, frozen=True, array_like=True):
    """A comment that speaks to Roadworthy (it contains 'roadworthy:'); others are not kept."""

    line: int
    text: str


class Module(Struct, frozen=True, array_like=True):
    """One file. `path` is POSIX, relative to the repository. `errors` are spans that did not parse; what
    stands around them is kept. `directives` are 'use client', 'use server' and the like at its head.
    """

    path: str
    language: str
    body: tuple[Statement, ...]
    lines: int
    errors: tuple[Span, ...] = ()
    directives: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()


# Fields of these types hold no nodes.
_PLAIN = {
    "str", "bool", "int", "Span", "str | None", "str | int | float | bool | None", "tuple[ImportName, ...]", "tuple[ExportName, ...]",
}  # fmt: skip
# What holds nodes and is none itself.
_CLAUSES = (ForClause, FieldTarget, WithItem)


def _parts(kind: type) -> tuple[str, ...]:
    """The fields of a record that may hold nodes, the last first."""
    notes = {
        name: note
        for base in reversed(kind.__mro__)
        for name, note in vars(base).get("__annotations__", {}).items()
    }
    return tuple(reversed([name for name, note in notes.items() if note not in _PLAIN]))


_PARTS: dict[type, tuple[str, ...]] = {
    kind: _parts(kind)
    for kind in list(vars().values())
    if isinstance(kind, type) and issubclass(kind, (Node, *_CLAUSES))
}


_Walked = tuple[object, list[Node], dict[tuple[type, ...], list[Node]]]
_WALKED: list[dict[int, _Walked]] = []
_OUTSIDE: list[dict[int, tuple[object, list[Node]]]] = []


@contextmanager
def remembering_walks() -> Iterator[None]:
    """Keeps what `walk` finds in each body: the patterns of an audit go through the same modules some eighty times."""
    _WALKED.append({})
    _OUTSIDE.append({})
    try:
        yield
    finally:
        _WALKED.pop()
        _OUTSIDE.pop()


_LONG = 1_000
"""Bytes of a single statement or expression from which on what is below it is kept: a file that is one call of a function, a handler
that is one `try`. What is shorter is gone through as fast as it is found again."""


def _remembered(nodes: object) -> object | None:
    """By what it is kept what is below some nodes: by the tuple, or by the node where it is one alone (the tuple around that is often
    made for the question); None where it is not kept."""
    if type(nodes) is not tuple or not nodes:
        return None
    if len(nodes) > 1:
        return nodes
    one = nodes[0]
    return one if isinstance(one, Node) and one.span.end - one.span.start >= _LONG else None


def walk(nodes: Iterable[object], *kinds: type[Node]) -> Iterator[Node]:
    """Every node among and below these, in the order of the source; of these kinds alone, where some are named."""
    place = _remembered(nodes) if _WALKED else None
    if place is None:
        every = descend(nodes)
        return (node for node in every if type(node) in kinds) if kinds else every
    known = _WALKED[-1].get(id(place))
    if known is None:
        known = _WALKED[-1][id(place)] = (place, list(descend(nodes)), {})
    if not kinds:
        return iter(known[1])
    chosen = known[2].get(kinds)
    if chosen is None:
        chosen = known[2][kinds] = [node for node in known[1] if type(node) in kinds]
    return iter(chosen)


def descend(nodes: Iterable[object], *closed: type[Node]) -> Iterator[Node]:
    """Every node among and below these, in the order of the source; not what stands within a node of a closed kind."""
    # Audits spend more time here than anywhere: a loop over a stack is four times as fast as one generator per level.
    waiting = [*nodes]
    waiting.reverse()
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind is tuple:
            waiting.extend(item[::-1])  # type: ignore[index]
            continue
        parts = _PARTS.get(kind)
        if parts is None:
            continue
        if kind not in _CLAUSES:
            yield item  # type: ignore[misc]
            if kind in closed:
                continue
        for name in parts:
            part = getattr(item, name)
            if part:
                waiting.append(part)


def outside(nodes: object) -> Iterator[Node]:
    """Like `walk`, but not into functions and classes, these nodes themselves among them."""
    place = _remembered(nodes) if _OUTSIDE else None
    if place is None:
        return descend((nodes,), Function, Class)
    known = _OUTSIDE[-1].get(id(place))
    if known is None:
        known = _OUTSIDE[-1][id(place)] = (place, list(descend((place,), Function, Class)))
    return iter(known[1])


def around(nodes: Iterable[object], start: int, end: int) -> Iterator[Node]:
    """The nodes that reach from `start` (or before it) to `end` (or behind it), outermost first: a node lies within its parent."""
    waiting = [*nodes][::-1]
    while waiting:
        item = waiting.pop()
        kind = type(item)
        if kind is tuple:
            waiting.extend(item[::-1])  # type: ignore[index]
            continue
        parts = _PARTS.get(kind)
        if parts is None:
            continue
        if kind not in _CLAUSES:
            span = item.span  # type: ignore[attr-defined]
            if span.start > start or end > span.end:
                continue
            yield item  # type: ignore[misc]
        waiting.extend(part for name in parts if (part := getattr(item, name)))
