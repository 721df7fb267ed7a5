"""What filters of querysets say: keyword look-ups, `Q`, `F`, functions and aggregates."""

from __future__ import annotations

from msgspec import Struct, field

from roadworthy.app.origin import Origin
from roadworthy.frameworks.django.tables import RELATIONS, DjangoTable
from roadworthy.frameworks.events import FilterSeen, one_of
from roadworthy.frameworks.origins import origin_of
from roadworthy.interpret import Args, Constant, Derived, ListValue, Model, Run, Value
from roadworthy.languages import form

_LOOKUPS = {
    "exact": "=",
    "iexact": "ilike",
    "contains": "like",
    "icontains": "ilike",
    "startswith": "like",
    "istartswith": "ilike",
    "endswith": "like",
    "iendswith": "ilike",
    "regex": "like",
    "iregex": "ilike",
    "search": "search",
    "in": "in",
    "gt": ">",
    "gte": ">=",
    "lt": "<",
    "lte": "<=",
    "range": ">=",
    "isnull": "is null",
    "date": "=",
    "year": "=",
    "month": "=",
    "day": "=",
    "overlap": "contains",
    "has_key": "contains",
    "contained_by": "contains",
}
_LEADING = {"contains", "icontains", "endswith", "iendswith"}
_CONTAINERS = ("jsonb", "text[]")


class Found(Struct):
    """Filters with the joins that they need."""

    filters: list[FilterSeen] = field(default_factory=list)
    joins: list[tuple[str, str, str]] = field(default_factory=list)


class Q(Model):
    """`Q(a=1) | Q(b=2)`. `operation` is and, or, not."""

    __slots__ = ("args", "operation", "parts")

    def __init__(self, args: Args, operation: str = "and", parts: tuple[Value, ...] = ()) -> None:
        self.args, self.operation, self.parts = args, operation, parts

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """`a & b`, `a | b`, `~a`, also added to with `|=`."""
        words = {"&": "and", "|": "or", "~": "not"}
        return Q(Args(), words[operator], operands) if operator in words else None

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "add" and args.positional:
            word = args.get(1, "conn_type")
            operation = "or" if isinstance(word, Constant) and word.value == "OR" else "and"
            self.parts = (Q(self.args, self.operation, self.parts), args.positional[0])
            self.args, self.operation = Args(), operation
        return self

    def inputs(self) -> tuple[Value, ...]:
        return (*self.args.all(), *self.parts)

    def described(self, table: DjangoTable) -> str:
        """The condition in words."""
        found = conditions(table, Args([self]))
        return " and ".join(f"{f.column} {f.operator} {_shown(f.value)}" for f in found.filters)


def _shown(value: Value) -> str:
    if isinstance(value, Constant):
        return repr(value.value)
    if isinstance(value, ListValue) and value.rest is None:
        return f"({', '.join(map(_shown, value.items))})"
    return value.name if isinstance(value, F) else "?"


class F(Model):
    """`F("stock") - 1`: computed by the database from the row itself."""

    __slots__ = ("name", "operands", "operation")

    def __init__(self, name: str, operation: str = "column", operands: tuple[Value, ...] = ()) -> None:
        self.name, self.operation, self.operands = name, operation, operands

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """Arithmetic stays the database's."""
        if operator in ("==", "!=", "and", "or", "not", "in", "not in"):
            return None
        return F(self.name, operator, operands)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        return self

    def inputs(self) -> tuple[Value, ...]:
        return self.operands

    def origin(self, depth: int) -> Origin:
        """A column of the row, or computed from one."""
        if self.operation == "column":
            return Origin("row", (self.name,))
        return Origin(
            "computed", operation=self.operation, inputs=tuple(origin_of(o, depth + 1) for o in self.operands)
        )


class Aggregate(Model):
    """`Count("id")`, `Sum(F("price") * F("quantity"))` and the database's functions."""

    __slots__ = ("args", "name")

    def __init__(self, name: str, args: Args) -> None:
        self.name, self.args = name, args

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """Part of a larger expression."""
        return (
            Aggregate(operator, Args(list(operands)))
            if operator not in ("==", "!=", "and", "or", "not")
            else None
        )

    def inputs(self) -> tuple[Value, ...]:
        return tuple(self.args.all())


def is_arithmetic(value: Value) -> bool:
    """Whether the database computes a written value from the row."""
    return isinstance(value, (F, Aggregate)) and bool(_columns(value))


def _columns(value: Value) -> list[str]:
    if isinstance(value, F):
        return [value.name] + [name for inner in value.operands for name in _columns(inner)]
    return (
        [name for inner in value.inputs() for name in _columns(inner)] if isinstance(value, Aggregate) else []
    )


def conditions(table: DjangoTable, args: Args, *, negated: bool = False, optional: bool = False) -> Found:
    """The filters of `filter(...)`, `exclude(...)`, `get(...)` and `Q(...)`."""
    found = Found()
    for value in args.positional:
        _from_value(table, value, found, negated, optional)
    for key, value in args.keywords.items():
        if not key.startswith("**"):
            _from_lookup(table, key, value, found, negated, optional)
    # A dict of look-ups that came from outside: whatever it says is part of the condition.
    for key, value in args.keywords.items():
        if key.startswith("**"):
            found.filters.append(FilterSeen("", "lookup", value, table.name, True))
    return found


def _from_value(table: DjangoTable, value: Value, found: Found, negated: bool, optional: bool) -> None:
    if isinstance(value, Q):
        inner = negated != (value.operation == "not")
        either = value.operation == "or" and not negated
        ways = [conditions(table, value.args, negated=inner, optional=optional)]
        for part in value.parts:
            ways.append(Found())
            _from_value(table, part, ways[-1], inner, optional)
        alternatives = [way.filters for way in ways if way.filters]
        found.filters += one_of(alternatives) if either else [one for way in alternatives for one in way]
        found.joins += [join for way in ways for join in way.joins]
    elif hasattr(value, "alternatives"):
        for option in value.inputs():
            _from_value(table, option, found, negated, True)


def _from_lookup(
    table: DjangoTable, key: str, value: Value, found: Found, negated: bool, optional: bool
) -> None:
    here, column, lookup = follow(table, key.split("__"), found.joins)
    operator = _LOOKUPS.get(lookup, "=")
    known = here.named(column)
    if known is not None and known.type in _CONTAINERS and lookup in ("contains", "overlap", "has_key"):
        operator = "contains"
    elif lookup in _LEADING and operator in ("like", "ilike"):
        value = Derived("template", (Constant("%"), value))
    if operator == "is null":
        absent = not (isinstance(value, Constant) and value.value is False)
        operator = "is null" if absent != negated else "!="
        value = Constant(None)
    elif operator == "=" and isinstance(value, Constant) and value.value is None:
        operator = "is null"
    if negated and operator in ("=", "in", "like", "ilike"):
        operator = "!="
    if lookup == "range" and isinstance(value, ListValue) and len(value.items) == 2 and not negated:
        # Between two ends: the lower one follows below.
        found.filters.append(FilterSeen(column, "<=", value.items[1], here.name, optional))
        value = value.items[0]
    found.filters.append(FilterSeen(column, operator, key_of(value), here.name, optional))


def key_of(value: Value) -> Value:
    """A row that is compared with stands for its key."""
    key = getattr(value, "as_key", None)
    return key() if key is not None else value


def follow(
    table: DjangoTable, parts: list[str], joins: list[tuple[str, str, str]]
) -> tuple[DjangoTable, str, str]:
    """Where a look-up ends: (table, column, look-up), through relations."""
    here, column = table, ""
    for number, part in enumerate(parts):
        known = here.named(part)
        last = number == len(parts) - 1
        if part == "pk":
            column = here.key
        elif known is not None:
            other = here.other(known) if known.kind in RELATIONS else None
            if other is not None and not last and parts[number + 1] not in _LOOKUPS:
                if parts[number + 1] not in ("pk", "id") or known.many:
                    joins.append((other.name, known.column, other.key))
                    here, column = other, other.key
                    continue
                column = known.column
                return here, column, parts[number + 2] if len(parts) > number + 2 else "exact"
            column = known.column
        elif part in here.related:
            other, back = here.related[part]
            joins.append((other.name, here.key, back.column))
            here, column = other, other.key
        elif part in _LOOKUPS and column:
            return here, column, part
        else:
            column = column or here.column(part)
    lookup = parts[-1] if len(parts) > 1 and parts[-1] in _LOOKUPS else "exact"
    return here, column, lookup
