"""What becomes of an answer without its error: rows that did not come, and whole answers of which only the rows are read."""

from __future__ import annotations

from roadworthy.languages import form
from roadworthy.views.code.dotted import last_name, names_in
from roadworthy.views.code.syntax import below
from roadworthy.views.failures.unchecked_answer import asked_for


def inserts_without(names: set[str], function: form.Function, call: form.Call) -> bool:
    """Whether the function inserts where `names`, kept of the call, hold nothing: `if (row) update else insert`."""
    known = names | _copies(names, function, call)
    for node in below(function.body):
        if isinstance(node, form.If) and node.span.start > call.span.end and known & names_in(node.test):
            absent, present = (node.then, node.otherwise) if _negative(node) else (node.otherwise, node.then)
            if _inserts(absent) and not _inserts(present):
                return True
            reached = _leaves_if_there(node, known) and not _apart(function, call, node)
            if reached and _inserts_later(function, node, call):
                return True
    return False


_CHANGES = ("insert", "update", "upsert", "delete", "rpc")
_COMPARES = ("<", ">", "<=", ">=")


def lets_through(names: set[str], function: form.Function, call: form.Call) -> bool:
    """Whether `names`, kept of the call, decide whether the function goes on to change something: `if (block) return refusal`,
    `if ((count ?? 0) >= seats) return full`. Where they could not be read, nobody is refused."""
    for node in below(function.body):
        if (
            not isinstance(node, form.If)
            or node.span.start < call.span.end
            or not names & names_in(node.test)
        ):
            continue
        parts = (
            node.test.operands
            if isinstance(node.test, form.Operation) and node.test.operator == "and"
            else (node.test,)
        )
        found = any(
            (isinstance(one, form.Name) and one.name in names)
            or (isinstance(one, form.Operation) and one.operator in _COMPARES and names & names_in(one))
            for one in parts
        )
        leaves = bool(node.then) and isinstance(node.then[-1], (form.Return, form.Raise))
        return leaves and found and (_changes_later(function, node) or _signs_out(node))
    return False


def _changes_later(function: form.Function, node: form.If) -> bool:
    return any(
        isinstance(one, form.Call)
        and last_name(one.callee) in _CHANGES
        and one.span.start > node.span.end
        and not _apart(function, node, one)
        for one in below(function.body)
    )


def _signs_out(node: form.If) -> bool:
    """Somebody who has just come in is put out again."""
    return any(isinstance(one, form.Call) and last_name(one.callee) == "signOut" for one in below(node.then))


def _leaves_if_there(node: form.If, known: set[str]) -> bool:
    """`if (existing) return ...`."""
    there = isinstance(node.test, form.Name) and node.test.name in known
    return there and bool(node.then) and isinstance(node.then[-1], (form.Return, form.Raise))


def _inserts_later(function: form.Function, node: form.If, call: form.Call) -> bool:
    """Whether a row of the same table is inserted once it is past there."""
    return any(
        isinstance(one, form.Call)
        and last_name(one.callee) == "insert"
        and one.span.start > node.span.end
        and asked_for(one) == asked_for(call) != ""
        and not _apart(function, node, one)
        for one in below(function.body)
    )


def _apart(function: form.Function, first: form.Node, later: form.Node) -> bool:
    """Whether what comes later stands in the other branch of a condition, or is not reached from this one."""
    return any(
        isinstance(node, form.If)
        and _stands_in(node.then, first)
        and not _stands_in(node.then, later)
        and (_stands_in(node.otherwise, later) or isinstance(node.then[-1], (form.Return, form.Raise)))
        for node in below(function.body)
    )


def _stands_in(statements: tuple[form.Statement, ...], node: form.Node) -> bool:
    return bool(statements) and statements[0].span.start <= node.span.start < statements[-1].span.end


def _copies(names: set[str], function: form.Function, call: form.Call) -> set[str]:
    """Names that the value is given on to: `existing = data`."""
    return {
        node.target.name
        for node in below(function.body)
        if isinstance(node, (form.Assignment, form.Define))
        and isinstance(node.target, form.Name)
        and node.span.start > call.span.end
        and isinstance(node.value, form.Name)
        and node.value.name in names
    }


def _negative(node: form.If) -> bool:
    return isinstance(node.test, form.Operation) and node.test.operator in ("not", "==")


def _inserts(statements: tuple[form.Node, ...]) -> bool:
    return any(isinstance(one, form.Call) and last_name(one.callee) == "insert" for one in below(statements))


def rows_only(name: str, function: form.Function, call: form.Call) -> bool:
    """Whether of the whole answer, kept as `name`, the rows are read and the error is not."""
    later = [node for node in below(function.body) if node.span.start > call.span.end]
    parts = [
        node.name
        for node in later
        if isinstance(node, form.Member) and isinstance(node.object, form.Name) and node.object.name == name
    ]
    read = sum(1 for node in later if isinstance(node, form.Name) and node.name == name)
    return bool(parts) and read == len(parts) and set(parts) <= {"data", "count"}


def asks_for_none(test: form.Expr) -> bool:
    """`!rows`, `!rows?.length`, `rows.length === 0`."""
    if not isinstance(test, form.Operation) or not test.operands:
        return False
    if test.operator == "not":
        return isinstance(test.operands[0], (form.Name, form.Member))
    first, last = test.operands[0], test.operands[-1]
    counted = last_name(first) == "length" and isinstance(last, form.Literal) and last.value == 0
    return test.operator == "==" and counted


def says_success(node: form.Node) -> bool:
    """Whether a statement answers that all went well: `return json({ success: true, sent: 0 })`."""
    if not isinstance(node, form.Return):
        return False
    entries = [
        (str(getattr(entry.key, "value", "")), entry.value)
        for record in below((node.value,))
        if isinstance(record, form.Record)
        for entry in record.entries
    ]
    return any(
        name in ("success", "ok") and isinstance(value, form.Literal) and value.value is True
        for name, value in entries
    ) and not any(name in ("error", "warning") for name, _ in entries)


def answers_emptily(node: form.Node) -> bool:
    """Whether a statement answers with an empty list in the place of what could not be read, as a success and without a word:
    `return new Response(JSON.stringify({ note, similar: [] }))`."""
    if not isinstance(node, form.Return) or not isinstance(node.value, form.Call):
        return False
    entries = [
        (str(getattr(entry.key, "value", "")), entry.value)
        for record in below((node.value,))
        if isinstance(record, form.Record)
        for entry in record.entries
    ]
    told = any(name in ("error", "warning", "message", "success") for name, _ in entries)
    failed = any(
        name == "status" and not str(getattr(one, "value", "")).startswith("2") for name, one in entries
    )
    empty = any(isinstance(one, form.Sequence) and not one.items for _, one in entries)
    return empty and not told and not failed
