"""Code that asks the database and that nothing led to: what calls it (a library that is not read, a way of loading that is not
followed) was not understood, so whatever is wrong in it is not told. That is said, never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress

from roadworthy.app import Location, Query
from roadworthy.app.location import at, of_span
from roadworthy.app.model import Unknown
from roadworthy.frameworks import recording
from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.written import written_name
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Derived,
    External,
    ObjectValue,
    Program,
    Run,
    Trace,
    Value,
)
from roadworthy.interpret.frames import OutOfBudget
from roadworthy.languages import form
from roadworthy.source.purpose import is_foreign, is_test, is_tool

# So many names say what a file is about; the rest is counted.
_NAMED = 4


def unreached(program: Program, seen: Iterable[Query]) -> Iterator[Unknown]:
    """One entry for each function handed to a library that is not read, and one for each file with functions that nothing calls,
    where they ask what no endpoint, page or job (`seen`) asks. It comes last: functions are run for it."""
    asked = {query.location for query in seen}
    own = [path for path in program.modules if not (is_test(path) or is_tool(path) or is_foreign(path))]
    for look in (_handed_over, _never_called):
        for path in own:
            yield from look(program, path, asked)


def _handed_over(program: Program, path: str, asked: set[Location]) -> Iterator[Unknown]:
    """What a module gives to a library as it is loaded, and that library calls when it likes."""
    trace = program.traces.get(path, Trace())
    by_call: dict[Location, list[Query]] = {}
    for query in recording.queries(trace):
        if query.calls and query.location not in asked:
            by_call.setdefault(query.calls[0], []).append(query)
    for place, given in by_call.items():
        # Several decorators of one function say the same.
        queries = [query for query in given if query.location not in asked]
        name = _unread_callee(program, path, place) if queries else ""
        if name:
            asked.update(query.location for query in queries)
            yield Unknown(
                path,
                place.start_line,
                f"what {name} does with the function that it is given here is not known: what that one asks"
                f" ({_tables(queries)}) is not looked at",
            )


def _unread_callee(program: Program, path: str, place: Location) -> str:
    """The name of what is called at a place, as it is written, where it is a library's and nobody reads it; else ''."""
    for node in form.walk(program.modules[path].body):
        if of_span(path, node.span) == place and isinstance(node, (form.Call, form.Member, form.Name)):
            name = _first(node)
            value = Run(program, path).lookup(name.name, program.state(path).scope, node)
            platform = program.state(path).scope.find(name.name) is None
            return written_name(node) if isinstance(value, (External, Derived)) and not platform else ""
    return ""


def _first(node: form.Expr) -> form.Name:
    """The name that a chain of members and calls begins with; an empty one where it begins with something else."""
    while isinstance(node, (form.Call, form.Member)):
        node = node.callee if isinstance(node, form.Call) else node.object
    return node if isinstance(node, form.Name) else form.Name(node.span, "")


def _never_called(program: Program, path: str, asked: set[Location]) -> Iterator[Unknown]:
    """The functions of a file that no run entered, and that ask the database."""
    names: list[str] = []
    found: set[str] = set()
    line = 0
    for name, closure in functions_not_entered(program, path):
        tables = _new_tables(_trace_of(program, closure), asked)
        if tables:
            names.append(name)
            found |= tables
            line = line or closure.function.span.line
    if names:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        yield Unknown(
            path,
            line,
            f"nothing that was understood calls {', '.join(names[:_NAMED])}{more}: what is asked there"
            f" ({_named(found)}) is not looked at",
        )


def functions_not_entered(program: Program, path: str) -> Iterator[tuple[str, Closure]]:
    """The functions, methods and members of a module that no run entered, by their names."""
    for name, value in list(program.state(path).scope.names.items()):
        for label, closure in _held(name, value):
            if closure.module == path and id(closure.function) not in program.entered:
                yield label, closure


def _held(name: str, value: Value) -> Iterator[tuple[str, Closure]]:
    if isinstance(value, Closure):
        yield name, value
    elif isinstance(value, ObjectValue):
        for key, one in value.fields.items():
            if isinstance(one, Closure):
                yield f"{name}.{key}", one
    elif isinstance(value, ClassValue):
        for method in value.node.body:
            if isinstance(method, form.Function) and method.name not in ("constructor", "__init__"):
                closure = value.find(method.name)
                if isinstance(closure, Closure):
                    yield f"{name}.{method.name}", closure.bind(value) if method.static else closure


def _trace_of(program: Program, closure: Closure) -> Trace:
    """What a function does when it is called with things that nobody knows. What is given up there is no news."""
    run, known = Run(program, closure.module), len(program.unknown)
    with suppress(OutOfBudget):
        run.call(closure, Args(spread=True), closure.function)
    for finish in run.at_end:
        finish()
    del program.unknown[known:]
    return run.trace


def _new_tables(trace: Trace, asked: set[Location]) -> set[str]:
    """The tables that a run asks in places that nobody asked in so far; these are asked in from now on. Where they are and of what is
    all that is told: to write the queries down with their origins would take as long as the run itself."""
    seen = [event for event in trace.events if isinstance(event, QuerySeen)]
    places: dict[Location, set[str]] = {}
    for event in seen:
        places.setdefault(at(event.path, event.node), set()).add(event.table)
    new = places.keys() - asked
    if any(len(places[place]) > 1 for place in new):
        # Which of several tables can be meant hangs on what leads there.
        places = {place: {q.table for q in recording.queries(trace) if q.location == place} for place in new}
    asked |= new
    return set().union(*(places[place] for place in new))


def _tables(queries: Iterable[Query]) -> str:
    return _named({query.table for query in queries})


def _named(tables: set[str]) -> str:
    return ", ".join(sorted(table or "by SQL" for table in tables))
