"""Expressions, targets, functions and classes, statements: they stand within each other."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.languages.form.leaves import Export, Import, Jump, Literal, Name, Node

# --- expressions --------------------------------------------------------------------------------------


class Template(Node, frozen=True):
    """Text with holes: a template literal or f-string. `parts` has literals and expressions in order.

    `tag` is the function of a tagged template (``sql`select ${x}` ``), else None.
    """

    parts: tuple[Expr, ...]
    tag: Expr | None = None


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


# --- targets ------------------------------------------------------------------------------------------


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


# --- functions and classes ----------------------------------------------------------------------------


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


# --- statements ---------------------------------------------------------------------------------------


class Define(Node, frozen=True):
    """`const target = value`, `target: annotation = value`, `target = value` in Python. `kind` is const, let,
    var or '' (Python)."""

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


class Block(Node, frozen=True):
    """A bare block or a labelled statement."""

    body: tuple[Statement, ...]


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
