"""Gives modules meaning: an abstract interpreter over the one form.

It runs the app's own code on symbolic values: modules are evaluated in import order, functions are followed
through files, classes, closures and wrappers, and both branches of every condition are taken. What a call to
a library means is told by models (`library.Library`), which `frameworks` supply. It knows languages' own
semantics and nothing of web apps.

Running instead of matching is why a guard may stand in a middleware, a wrapper, a helper that throws or an
early return and still be seen, in order, with what it tested.
"""

from roadworthy.interpret.containers import (
    ClassValue,
    Closure,
    Instance,
    ListValue,
    Markup,
    ObjectValue,
    Parametrised,
)
from roadworthy.interpret.context import Args, CallSite, Condition, Context
from roadworthy.interpret.library import Library
from roadworthy.interpret.program import Program
from roadworthy.interpret.run import Run
from roadworthy.interpret.trace import Trace
from roadworthy.interpret.values import (
    Choice,
    Constant,
    Datum,
    Derived,
    External,
    LookedUp,
    Model,
    Unknown,
    Value,
)

__all__ = [
    "Args",
    "CallSite",
    "Choice",
    "ClassValue",
    "Closure",
    "Condition",
    "Constant",
    "Context",
    "Datum",
    "Derived",
    "External",
    "Instance",
    "Library",
    "ListValue",
    "LookedUp",
    "Markup",
    "Model",
    "ObjectValue",
    "Parametrised",
    "Program",
    "Run",
    "Trace",
    "Unknown",
    "Value",
]
