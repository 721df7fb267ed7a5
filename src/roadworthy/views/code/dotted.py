"""Names as they are written: `console.error`, `supabase.from().select`, whatever the call around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.syntax import below

_LOG = regex(
    r"^(console|logger|log|logging|logs|print|pprint|traceback\.print_exc|sentry|Sentry|captureException|reportError|posthog|winston|pino|debug|warnings)\b"
    r"|(^|\.)(_?logger|log|_log|logging)(\.\w+)?$|(^|\.)log(Error|Warning|Exception)$|(^|\.)captureException$|(^|\.)stdout\.write$"
)


def dotted(node: form.Node | None) -> str:
    """`a.b().c` of an expression made of names, members and calls; '' where it is something else at its root."""
    if isinstance(node, form.Name):
        return node.name
    if isinstance(node, form.Member):
        inner = dotted(node.object)
        return f"{inner}.{node.name}" if inner else f".{node.name}"
    if isinstance(node, form.Call):
        return f"{dotted(node.callee)}()"
    if isinstance(node, form.Await):
        return dotted(node.value)
    if isinstance(node, form.Index):
        return f"{dotted(node.object)}[]"
    return ""


def last_name(node: form.Node | None) -> str:
    """The last name of what is called: `json` of `res.status(500).json`."""
    if isinstance(node, form.Member):
        return node.name
    return node.name if isinstance(node, form.Name) else ""


def is_log(call: form.Call) -> bool:
    """Whether a call only writes to a log or a console, or reports to a service that collects errors."""
    return _LOG.search(dotted(call.callee)) is not None


def only_logs(statement: form.Node) -> bool:
    """Whether a statement is such a call and nothing more."""
    return (
        isinstance(statement, form.Evaluate)
        and isinstance(statement.value, form.Call)
        and is_log(statement.value)
    )


def unwrapped(node: form.Node | None) -> form.Node | None:
    """The expression without `await` and `void` around it."""
    while True:
        if isinstance(node, form.Await):
            node = node.value
        elif isinstance(node, form.Operation) and node.operator == "void":
            node = node.operands[0]
        else:
            return node


def chain(node: form.Node | None) -> Iterator[form.Call]:
    """The calls of a chain, the last first: `a.b().c()` gives c, b."""
    node = unwrapped(node)
    while node is not None:
        if isinstance(node, form.Call):
            yield node
            node = node.callee
        elif isinstance(node, (form.Member, form.Index)):
            node = node.object
        elif isinstance(node, form.Await):
            node = node.value
        else:
            return


def names_in(node: object) -> set[str]:
    """Every variable read in a piece of code."""
    return {inner.name for inner in below((node,)) if isinstance(inner, form.Name)}


def bound(target: form.Node | None) -> set[str]:
    """Every name that a target binds."""
    if isinstance(target, form.Name):
        return {target.name}
    if isinstance(target, form.RecordTarget):
        found = set().union(*(bound(field.target) for field in target.fields))
        return found | bound(target.rest)
    if isinstance(target, form.SequenceTarget):
        return set().union(*(bound(item) for item in target.items), bound(target.rest))
    return set()


def is_empty(node: form.Node | None) -> bool:
    """Whether a value says 'nothing there': null, false, '', 0, [], {}, or a record of such values."""
    if node is None:
        return True
    if isinstance(node, form.Literal):
        return not node.value
    if isinstance(node, form.Sequence):
        return all(is_empty(item) for item in node.items)
    if isinstance(node, form.Record):
        return nothing_in(node.entries)
    return isinstance(node, form.Name) and node.name == "undefined"


def nothing_in(entries: tuple[form.Entry, ...]) -> bool:
    """A record of nothing; where a list in it is empty, a page number and the like beside it do not count."""
    if any(_tells(entry.key) for entry in entries):
        return False
    hollow = any(isinstance(entry.value, form.Sequence) and not entry.value.items for entry in entries)
    return all(
        is_empty(one.value) or (hollow and isinstance(one.value, (form.Literal, form.Name, form.Member)))
        for one in entries
    )


def _tells(key: form.Node | None) -> bool:
    """A field that tells of success or failure."""
    word = key.value if isinstance(key, form.Literal) else ""
    return isinstance(word, str) and bool(re.search(r"error|success|ok$|status|fail|message", word, re.I))


def by_name(entries: Iterable[form.Entry]) -> dict[str, form.Expr]:
    """What a record or the keywords of a call give, by the names that are written out."""
    return {str(one.key.value): one.value for one in entries if isinstance(one.key, form.Literal)}


def without_functions(nodes: object) -> Iterator[form.Node]:
    """Like `form.walk`, but not into functions and classes, these nodes themselves among them."""
    return form.outside(nodes)
