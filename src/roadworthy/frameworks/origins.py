"""Turns the interpreter's values into `Origin` and its conditions into `Fact`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from itertools import repeat
from typing import Concatenate, Generic, ParamSpec, TypeVar

from roadworthy.app.origin import UNKNOWN, Fact, Origin
from roadworthy.frameworks.plain_tests import Certainty, asks_for_some, asks_whether_there, of_none
from roadworthy.frameworks.sharing import shared_fact, shared_leaf, shared_origin, together
from roadworthy.interpret import (
    Choice,
    ClassValue,
    Closure,
    Condition,
    Constant,
    Datum,
    Derived,
    External,
    Instance,
    ListValue,
    LookedUp,
    ObjectValue,
    Trace,
    Value,
)
from roadworthy.interpret.operations import Logical

MAX_DEPTH = 10
# A value is a graph whose parts are shared; its origin is a tree. Past these sizes no pattern reads on, and the tree would
# grow without end.
MAX_VALUES = 800
MAX_VALUES_OF_TEST = 100
MAX_FACTS = 32_000
_CLOCK = {
    "Date.now()",
    "Date()",
    "performance.now()",
    "datetime.datetime.now()",
    "datetime.datetime.utcnow()",
    "datetime.date.today()",
    "datetime.datetime.today()",
    "django.utils.timezone.now()",
    "time.time()",
}
# `UUID(text)` is what the text says.
_READ_UUID = ("uuid.UUID", "uuid.parse", "uuid.validate", "uuid.stringify", "uuid.version")
_RANDOM = ("Math.random", "crypto.randomUUID", "nanoid", "uuid", "secrets.", "random.", "crypto.randomBytes")
_COMPARISONS = {"==", "!=", "<", "<=", ">", ">=", "in", "not in", "instanceof"}


Named = tuple[str, Fact]
Made = TypeVar("Made")
Result = TypeVar("Result")
Rest = ParamSpec("Rest")


class Measured(Generic[Made]):
    """Builds trees of limited size and depth from a graph of values, each shared part once.

    `left` is how many more nodes the tree under way may have, `deepest` the deepest node of it so far. What was built is
    used again only where building it anew would give the same: when as much of it fits.
    """

    __slots__ = ("deepest", "known", "left")

    def __init__(self) -> None:
        self.left = self.deepest = 0
        self.known: dict[tuple[int, bool], tuple[Value, Made, int, int, int]] = {}

    def again(self, value: Value, truth: bool, depth: int) -> Made | None:
        """What was built of a value before, when it would be the same here."""
        known = self.known.get((id(value), truth))
        if known is None:
            return None
        _, made, size, begun, height = known
        if size > self.left or (begun != depth and max(begun, depth) + height > MAX_DEPTH):
            return None
        self.left -= size
        self.deepest = max(self.deepest, depth + height)
        return made

    def build(self, value: Value, truth: bool, depth: int, make: Callable[[], Made]) -> Made:
        """Builds it and keeps it, unless it was cut short for want of space."""
        before, outside, self.deepest = self.left, self.deepest, depth
        made = make()
        if 0 <= self.left <= before:
            height = self.deepest - depth
            self.known[id(value), truth] = (value, made, before - self.left, depth, height)
        self.deepest = max(self.deepest, outside)
        return made


class Reading:
    """What was worked out of the values of one run, after it, when they change no more."""

    __slots__ = ("begun", "certainty", "conditions", "facts", "origins")

    def __init__(self) -> None:
        self.begun: dict[tuple[int, int], tuple[Value | None, Origin, int, int]] = {}
        self.certainty = Certainty()
        self.origins: Measured[Origin] = Measured()
        self.facts: Measured[list[Named]] = Measured()
        self.conditions: dict[int, tuple[Condition, tuple[Named, ...]]] = {}


_READING = [Reading()]
"""The readings under way; models of frameworks are asked for their origin in the middle of one."""


@contextmanager
def reading(trace: Trace) -> Iterator[None]:
    """Reads the values of a run that is over: each value and each condition once, however many events share it."""
    known = trace.derived.setdefault("reading", Reading())
    assert isinstance(known, Reading)
    _READING.append(known)
    try:
        yield
    finally:
        _READING.pop()


def in_one_reading(
    function: Callable[Concatenate[Trace, Rest], Result],
) -> Callable[Concatenate[Trace, Rest], Result]:
    """For a function of the trace of a run that is over."""

    @wraps(function)
    def reads(trace: Trace, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Result:
        with reading(trace):
            return function(trace, *args, **kwargs)

    return reads


def origin_of(value: Value | None, depth: int = 0) -> Origin:
    """Where a value comes from."""
    if depth:
        return _origin(value, depth)
    if len(_READING) == 1:
        # The run goes on, and its values may change.
        _READING[0] = Reading()
    return _begun(value, MAX_VALUES, 0)


def _begun(value: Value | None, most: int, depth: int) -> Origin:
    """A tree of its own, of at most so many nodes; one that had to be cut short is no part of another and is kept here."""
    now = _READING[-1]
    measured, known = now.origins, now.begun.get((id(value), most))
    if known is None:
        outside = measured.deepest
        measured.left, measured.deepest = most, depth
        made = _origin(value, depth)
        known = now.begun[id(value), most] = (value, made, measured.left, measured.deepest)
        measured.deepest = outside
    measured.left, measured.deepest = known[2], max(measured.deepest, known[3])
    return known[1]


def _origin(value: Value | None, depth: int) -> Origin:
    measured = _READING[-1].origins
    if isinstance(value, (Constant, Datum)):
        measured.left -= 1
        measured.deepest = max(measured.deepest, depth)
        if depth > MAX_DEPTH or measured.left < 0:
            return UNKNOWN
        if isinstance(value, Constant):
            return shared_leaf("constant", value=value.value)
        return shared_leaf(value.kind, value.path)
    if value is None:
        measured.left -= 1
        return UNKNOWN
    known = measured.again(value, True, depth)
    if known is not None:
        return known
    return measured.build(value, True, depth, lambda: shared_origin(_made(value, depth)))


def _made(value: Value, depth: int) -> Origin:
    measured = _READING[-1].origins
    measured.left -= 1
    if depth > MAX_DEPTH or measured.left < 0:
        return UNKNOWN
    told = getattr(value, "origin", None)
    if told is not None:
        return told(depth)  # type: ignore[no-any-return]
    if isinstance(value, ObjectValue):
        fields = tuple((name, origin_of(inner, depth + 1)) for name, inner in value.fields.items())
        spreads = _parts(value.spreads, depth)
        return Origin("computed", operation="record", inputs=spreads, fields=fields)
    if isinstance(value, External):
        return _external(value, depth)
    if isinstance(value, (Closure, ClassValue, Instance)):
        return UNKNOWN
    return _composed(value, depth)


def _parts(values: Sequence[Value], depth: int) -> tuple[Origin, ...]:
    """Where each comes from. Past what the tree may hold none is looked at: a list that the whole process adds to has thousands."""
    measured, found = _READING[-1].origins, []
    for value in values:
        if measured.left < 0:
            break
        found.append(_origin(value, depth + 1))
    return (*found, *repeat(UNKNOWN, len(values) - len(found)))


def _external(value: External, depth: int) -> Origin:
    for prefix in ("process.env.", "import.meta.env.", "os.environ."):
        if value.path.startswith(prefix):
            return Origin("environment", (value.path[len(prefix) :],))
    # `new Date(text)` is what the text says, `new Date()` the present.
    if value.path in _CLOCK and not (value.path == "Date()" and value.inputs()):
        return Origin("clock")
    random = value.path.startswith(_RANDOM) and not value.path.startswith(_READ_UUID)
    if random or value.path.endswith("uuid4()"):
        return Origin("random")
    inputs = _parts(value.inputs(), depth)
    if any(value.path.startswith(f"{clock}.") for clock in _CLOCK):
        # `datetime.now().strftime("%Y%m%d")` is the time in other words.
        inputs = (Origin("clock"), *inputs)
    return Origin("computed", operation=value.path, inputs=inputs)


def without_raw(ways: tuple[Origin, ...]) -> tuple[Origin, ...]:
    """The ways without what was sent as it came, where another way is the same after its schema: `let body = raw; ...
    body = parsed.data` leaves the raw one only to requests that are refused."""
    raw = {
        str(leaf) for way in ways if way.kind == "parsed" for inner in way.inputs for leaf in inner.leaves()
    }
    return tuple(way for way in ways if str(way) not in raw) if raw else ways


def _by_whose_key(value: LookedUp, depth: int) -> Origin | None:
    """What is kept for a person or a row: `LEVELS[user.role]` says as much of them as the role does. By what a request names, one of
    the constants is taken, and no more is said."""
    key = origin_of(value.key, depth + 1)
    kinds = {leaf.kind for leaf in key.leaves()}
    told = bool(kinds) and kinds <= {"row", "session", "constant"} and kinds != {"constant"}
    return Origin("computed", operation="looked up", inputs=(key,)) if told else None


def _composed(value: Value, depth: int) -> Origin:
    if isinstance(value, LookedUp) and (told := _by_whose_key(value, depth)) is not None:
        return told
    inputs = _parts(value.inputs(), depth)
    if isinstance(value, Choice):
        ways = without_raw(inputs)
        return ways[0] if len(ways) == 1 else Origin("computed", operation="choice", inputs=ways)
    if isinstance(value, ListValue):
        return Origin("computed", operation="list", inputs=inputs)
    if isinstance(value, Derived):
        return Origin("computed", operation=value.operation, inputs=inputs)
    return UNKNOWN if not inputs else Origin("computed", operation=type(value).__name__, inputs=inputs)


# --- facts -------------------------------------------------------------------------------------------


def facts_of(conditions: Iterable[Condition]) -> tuple[Fact, ...]:
    """What conditions say, taken apart: `a and b` that holds is two facts."""
    found: dict[str, Fact] = {}
    if len(_READING) == 1:
        _READING[0] = Reading()
    for condition in conditions:
        for name, fact in _of_condition(condition):
            found.setdefault(name, fact)
    return together(tuple(found.values()))


def _of_condition(condition: Condition) -> tuple[Named, ...]:
    now = _READING[-1]
    known = now.conditions.get(id(condition))
    if known is None:
        now.facts.left = MAX_FACTS
        facts = tuple(_expand(condition.value, condition.truth, 0))
        known = now.conditions[id(condition)] = (condition, facts)
    return known[1]


def _tested(value: Value) -> Origin:
    """Where a tested value comes from, no further than a test needs."""
    return _begun(value, MAX_VALUES_OF_TEST, 1)


def _named(fact: Fact) -> Named:
    fact = shared_fact(fact)
    return str(fact), fact


def _any(ways: list[list[Named]]) -> Named:
    """One of several ways; its name is put together of theirs, which are there already."""
    name = " or ".join("(" + " and ".join(name for name, _ in way) + ")" for way in ways)
    either = Fact("any", UNKNOWN, any_of=tuple(tuple(fact for _, fact in way) for way in ways))
    return name, shared_fact(either)


def _facts(conditions: Iterable[Condition], depth: int) -> Iterable[Named]:
    found: dict[str, Fact] = {}
    for condition in conditions:
        for name, fact in _expand(condition.value, condition.truth, depth):
            found.setdefault(name, fact)
    return found.items()


def _expand(value: Value, truth: bool, depth: int) -> list[Named]:
    measured = _READING[-1].facts
    known = measured.again(value, truth, depth)
    return (
        known
        if known is not None
        else measured.build(value, truth, depth, lambda: _taken_apart(value, truth, depth))
    )


def _taken_apart(value: Value, truth: bool, depth: int) -> list[Named]:
    measured = _READING[-1].facts
    measured.left -= 1
    if depth > MAX_DEPTH or measured.left < 0:
        return []
    means = getattr(value, "means", None)
    if means is not None:
        return _expand(means, truth, depth + 1)
    if isinstance(value, Logical):
        return _logical(value, truth, depth)
    if isinstance(value, Choice):
        return _choice(value, truth, depth)
    if isinstance(value, Derived) and value.operation == "not":
        return _expand(value.operands[0], not truth, depth + 1)
    if isinstance(value, Derived) and value.operation in ("==", "!=") and asks_whether_there(value):
        return _expand(value.operands[0], truth == (value.operation == "!="), depth + 1)
    asked = asks_for_some(value)
    if asked is not None:
        return _expand(value.operands[0], truth == asked, depth + 1)  # type: ignore[attr-defined]
    if isinstance(value, Derived) and value.operation in _COMPARISONS and len(value.operands) == 2:
        return [_named(_comparison(value, truth))]
    if isinstance(value, Derived) and value.operation in ("Boolean", "bool") and value.operands:
        return _expand(value.operands[0], truth, depth + 1)
    some = None if truth else of_none(value)
    if some is not None:
        return _expand(some, True, depth + 1)
    if isinstance(value, Derived) and value.operation == "equals" and len(value.operands) == 2:
        return [_named(_comparison(Derived("==", value.operands, value.node), truth))]  # id.equals(id)
    return [_named(Fact("truthy", _tested(value), holds=truth))]


def _logical(value: Logical, truth: bool, depth: int) -> list[Named]:
    conjunction = (value.operation == "and") == truth and value.operation != "??"
    # What can be no reason (`roles.length == 0` of a list that is written out) is none of the ways.
    certain = _READING[-1].certainty.truth
    possible = [o for o in value.operands if conjunction or certain(o) is not (not truth)] or list(
        value.operands
    )
    parts = [_expand(operand, truth, depth + 1) for operand in possible]
    if len(parts) == 1:
        return parts[0]
    if conjunction:
        return [fact for part in parts for fact in part]
    return [_any(parts)]


def _choice(value: Choice, truth: bool, depth: int) -> list[Named]:
    """A helper's answer: what made sure that it is the true (or false) one of its returns."""
    ways = []
    cannot_hold = _READING[-1].certainty.cannot_hold
    for alternative, conditions in value.alternatives:
        if alternative.truth() is (not truth) or any(map(cannot_hold, conditions)):
            continue
        certain = alternative.truth() is not None
        own = [] if certain else _expand(alternative, truth, depth + 1)
        ways.append([*_facts(conditions, depth + 1), *own])
    if len(ways) == 1:
        return ways[0]
    others = [{name for name, _ in way} for way in ways[1:]]
    first = ways[0] if ways else []
    shared = [named for named in first if all(named[0] in other for other in others)]
    whole = [_any(ways)] if ways and all(ways) else []
    certain = all(alternative.truth() is not None for alternative, _ in value.alternatives)
    # Where one of them is `true` by itself (`catch { if (open) return true }`), that the whole is says nothing.
    certain = certain or (truth and any(getattr(one, "value", None) is True for one in value.values()))
    own = [] if certain else [_named(Fact("truthy", _tested(value), holds=truth))]
    return [*shared, *whole, *own]


def _comparison(value: Derived, truth: bool) -> Fact:
    operator, (left, right) = value.operation, value.operands
    negated = {"!=": "==", ">=": "<", "not in": "in", ">": "<="}
    if operator in negated:
        operator, truth = negated[operator], not truth
    return Fact(operator, _tested(left), _tested(right), truth)
