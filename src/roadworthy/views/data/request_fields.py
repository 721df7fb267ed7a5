"""Which parts of a request end up in which columns, and what the code makes sure of before."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, structs

from roadworthy.app.endpoint import Endpoint
from roadworthy.app.model import App
from roadworthy.app.origin import Fact, Origin
from roadworthy.app.query import Query, Write
from roadworthy.app.table import Column, Table
from roadworthy.regex import regex

# What leaves a value what the client made it: conversions, defaults, arithmetic.
_TRANSPARENT = regex(
    r"^(or|and|\?\?|choice|template|record|list|map|toFixed|toString|trim|toLowerCase|toUpperCase|normalize|replace"
    r"|strip|lower|upper|title|join|split|round|floor|ceil|abs|int|float|str|dict|format|omit.*|pick.*"
    r"|Number|Number\.parseInt|Number\.parseFloat|parseInt|parseFloat|String|JSON\.stringify|JSON\.parse"
    r"|json\.dumps|json\.loads|Math\.(round|floor|ceil|trunc|abs)|Decimal|decimal\.Decimal|Date|datetime|[-+*/%]|\.\w+|\[\])"
    r"(\(\))?$"
)
# A number in the middle of a text is a few digits of it.
_WORDED = ("template", "format", "%", "join")
_COUNTED = regex(r"^(int|float|Number|(Number\.)?parse(Int|Float))(\(\))?$")
_TESTS = regex(
    r"includes|has|some|every|test|match|search|isInteger|isSafeInteger|isFinite|isNaN|isArray|typeof|isinstance|"
    r"is[A-Z]\w+|valid|indexOf|startsWith|endsWith|fullmatch|startswith|endswith|isdigit|isalnum",
)


class RequestField(Struct, frozen=True):
    """A field of the body (`name` dotted, `[]` for each element of a list) that is written into a column.

    `rules` are the words of the schema that it passed ('' for none, None when no schema saw it). `compared` when it is
    tested against constants or a pattern on the way to the write; `bounded` when its size is (a number against a
    number, a length, a list of values). `exact` when the column holds the value itself and not what was reckoned with it.
    """

    name: str
    table: Table
    column: Column
    query: Query
    rules: str | None = None
    compared: bool = False
    bounded: bool = False
    exact: bool = True

    @property
    def path(self) -> tuple[str, ...]:
        """The name's parts."""
        return tuple(self.name.split("."))


def written_fields(app: App, endpoint: Endpoint) -> tuple[RequestField, ...]:
    """The fields of the body that an endpoint writes, each once per column, in the order of the writes."""
    found: dict[tuple[str, str, str], RequestField] = {}
    # `request.POST` holds nothing then (Django's request reference), whatever methods a view is called for.
    formless = endpoint.framework == "django" and endpoint.method in ("GET", "HEAD")
    for query in () if formless else endpoint.queries:
        table = app.table(query.table)
        if table is None or query.operation not in ("insert", "update", "upsert"):
            continue
        for write in query.writes:
            column = table.column(write.column)
            for leaf in _written(write) if column is not None else ():
                field = _field(endpoint, query, table, column, leaf, write)  # type: ignore[arg-type]
                if field is not None:
                    found.setdefault((field.name, table.name, field.column.name), field)
        for field in _of_records(endpoint, query, table):
            found.setdefault((field.name, table.name, field.column.name), field)
    return tuple(found.values())


def _of_records(endpoint: Endpoint, query: Query, table: Table) -> Iterator[RequestField]:
    """The fields that a schema names of the records which are written as a whole; what the query names itself is written last."""
    named = {write.column for write in query.writes}
    for spread in spread_fields(endpoint, query):
        for name, _ in spread.schema if spread.kind == "parsed" else ():
            column = table.column(name) or next((c for c in table.columns if c.field == name), None)
            if column is None or column.name in named or "." in name:
                continue
            leaf = structs.replace(spread, path=(*spread.path, name))
            field = _field(endpoint, query, table, column, leaf, Write(column.name, leaf))
            if field is not None:
                yield field


def spread_fields(endpoint: Endpoint, query: Query) -> Iterator[Origin]:
    """The records of the request that a query writes without naming their columns."""
    for spread in query.spreads:
        for leaf in _whole(spread):
            if leaf.kind in ("body", "parsed", "query") and (leaf.kind != "parsed" or leaf.from_request):
                yield leaf


def _whole(origin: Origin) -> Iterator[Origin]:
    """The records that a value is made of; what stands under a name of a record that is written out is a column's."""
    record = origin.kind == "computed" and origin.operation == "record"
    if record or (origin.kind == "computed" and origin.operation == "choice"):
        for inner in origin.inputs:
            yield from _whole(inner)
    else:
        yield from origin.leaves()


def _written(write: Write) -> Iterator[Origin]:
    """The leaves of a write; what the database reckons from the column itself (`credits = credits + $1`) shows its values, too."""
    reckoned = write.arithmetic and write.value.kind == "computed" and write.value.operation == "sql"
    for one in write.value.inputs if reckoned else (write.value,):
        yield from _kept(one)


def _kept(origin: Origin) -> Iterator[Origin]:
    """The leaves that a value still shows: through conversions, not through hashes and other people's answers."""
    if origin.kind == "computed" and (origin.inputs or origin.fields):
        if _TRANSPARENT.match(origin.operation):
            worded = origin.operation in _WORDED
            for inner in origin.inputs:
                if not (worded and inner.kind == "computed" and _COUNTED.match(inner.operation)):
                    yield from _kept(inner)
            for _, inner in origin.fields:
                yield from _kept(inner)
    elif origin.kind == "parsed" and origin.inputs and not origin.inputs[0].from_request:
        yield from _kept(origin.inputs[0])
    elif origin.kind in ("body", "parsed") and origin.path:
        yield origin


def _field(
    endpoint: Endpoint, query: Query, table: Table, column: Column, leaf: Origin, write: Write
) -> RequestField | None:
    path = _request_path(leaf)
    if path is None:
        return None
    facts = (*endpoint.facts, *query.facts, *write.facts)
    compared, bounded = _checked(facts, path)
    schema = dict(leaf.schema)
    exact = not _reckoned(write.value)
    rules = schema.get(".".join(leaf.path), schema.get("", ""))
    return RequestField(
        ".".join(path),
        table,
        column,
        query,
        rules if leaf.kind == "parsed" else None,
        compared,
        bounded,
        exact,
    )


def _reckoned(origin: Origin) -> bool:
    """Whether arithmetic or other text is part of a value."""
    if origin.kind != "computed":
        return False
    return origin.operation in ("+", "-", "*", "/", "%", "template") or any(
        _reckoned(one) for one in origin.inputs
    )


def _request_path(leaf: Origin) -> tuple[str, ...] | None:
    """Where in the body a value stands; None when it is another part of the request (parsed params)."""
    if leaf.kind == "body":
        return leaf.path
    beneath = [source for source in leaf.sources() if source.kind != "parsed"]
    if not beneath or any(source.kind != "body" for source in beneath):
        return None
    above = beneath[0].path
    # Where a field of something parsed is taken, what was parsed is that field too.
    within = len(beneath) > 1 or above[len(above) - len(leaf.path) :] == leaf.path
    return above if within and len(beneath) == 1 else (leaf.path if within else (*above, *leaf.path))


# --- what is checked ---------------------------------------------------------------------------------


def _checked(facts: tuple[Fact, ...], path: tuple[str, ...]) -> tuple[bool, bool]:
    """Whether a field is tested before (compared), and whether that limits its size (bounded)."""
    compared = bounded = False
    known: frozenset[_Known] = frozenset()
    names = _names(path)
    for fact in facts:
        if names.isdisjoint(fact.body_paths):
            continue
        if fact.operator == "any":
            known = known or _known(facts)
            # What every way makes sure of holds whichever was taken of those that are left.
            left = [way for way in fact.any_of if not _ruled_out(way, known)]
            sound = [way for way in left if not any(_is_missing(one, path) for one in way)]
            ways = [_checked(way, path) for way in sound]
            compared |= bool(ways) and all(way[0] for way in ways)
            bounded |= bool(ways) and all(way[1] for way in ways)
            continue
        one, two = _tested(fact, path)
        compared, bounded = compared or one, bounded or two
    return compared, bounded


_Known = tuple[str, str, str, bool]


def _known(facts: tuple[Fact, ...]) -> frozenset[_Known]:
    return frozenset((fact.operator, str(fact.left), str(fact.right), fact.holds) for fact in facts)


def _ruled_out(way: tuple[Fact, ...], known: frozenset[_Known]) -> bool:
    """Whether the opposite of something on a way is known: `if (status && !known.includes(status)) return`, then `if (status)`."""
    return any((one.operator, str(one.left), str(one.right), not one.holds) in known for one in way)


def _is_missing(fact: Fact, path: tuple[str, ...]) -> bool:
    """Whether the field was not sent, so that nothing of it is written: `if (photo !== undefined) { if (bad) return }`."""
    nothing = fact.right is not None and fact.right.kind == "constant" and fact.right.value is None
    return (
        fact.operator == "=="
        and fact.holds
        and nothing
        and fact.left.kind == "body"
        and fact.left.path == path
    )


def _tested(fact: Fact, path: tuple[str, ...]) -> tuple[bool, bool]:
    left, right = fact.left, fact.right
    if right is None:
        # `list.includes(x)`, `pattern.test(x)`, `Number.isInteger(x)`: with constants about it, a limit.
        if not _about(left, path) or left.kind != "computed" or not _TESTS.search(left.operation):
            return False, False
        if left.operation in ("includes", "indexOf") and _holds_a_piece(left, path):
            return False, False
        listed = left.operation in ("includes", "has", "some", "test", "match", "fullmatch", "indexOf")
        return True, listed
    sides = [side for side in (left, right) if _about(side, path)]
    other = right if sides and sides[0] is left else left
    if not sides or any(leaf.kind != "constant" for leaf in other.leaves()):
        return False, False
    if (
        other.kind == "constant"
        and other.value == 0
        and any("length" in one.path[-1:] for one in sides[0].sources())
    ):
        return False, False  # that there is something says nothing of what it is
    if fact.operator in ("<", "<=", "in"):
        return True, True
    nothing = other.kind == "constant" and other.value in (None, "", "undefined")
    if nothing:
        return False, False
    typed = sides[0].operation == "typeof"
    return True, fact.holds and not typed


def _holds_a_piece(test: Origin, path: tuple[str, ...]) -> bool:
    """`email.includes("@")`: that a text has a piece in it says nothing of the rest, nor of whether it is a text."""
    whole, *pieces = test.inputs or (test,)
    return (
        whole.kind == "body"
        and whole.path == path
        and bool(pieces)
        and all(one.kind == "constant" for one in pieces)
    )


def _about(origin: Origin, path: tuple[str, ...]) -> bool:
    """Whether a value is this field, its length or something made of it."""
    names = _names(path)
    return any(leaf.kind == "body" and leaf.path in names for leaf in origin.sources())


def _names(path: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset((path, (*path, "length")))


def accepted_constants(endpoint: Endpoint, field: RequestField) -> tuple[object, ...]:
    """The values that the handler compares a field with before it writes it: what it lets through."""
    facts = (*endpoint.facts, *field.query.facts)
    return tuple(dict.fromkeys(value for fact in facts for value in _constants_of(fact, field.path)))


def let_through(endpoint: Endpoint, path: tuple[str, ...]) -> tuple[object, ...]:
    """The values that an endpoint compares a part of the body with before it does anything."""
    facts = (*endpoint.facts, *(fact for query in endpoint.queries for fact in query.facts))
    return tuple(dict.fromkeys(value for fact in facts for value in _constants_of(fact, path)))


def _constants_of(fact: Fact, path: tuple[str, ...]) -> Iterator[object]:
    for way in fact.any_of:
        for inner in way:
            yield from _constants_of(inner, path)
    sides = (fact.left,) if fact.right is None else (fact.left, fact.right)
    listed = fact.right is not None or fact.left.operation in ("includes", "has")
    if (
        fact.holds
        and listed
        and fact.operator in ("==", "in", "truthy")
        and any(_about(s, path) for s in sides)
    ):
        # What stands beside the field on its own side is what was done with it (the pattern that it is matched with).
        told = sides if fact.right is None else [side for side in sides if not _about(side, path)]
        for leaf in (leaf for side in told for leaf in side.leaves()):
            if leaf.kind == "constant" and leaf.value not in (None, ""):
                yield leaf.value
