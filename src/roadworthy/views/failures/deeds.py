"""What the statements of a failure's handler do about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeGuard

from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import by_name, dotted, is_empty, is_log, last_name, nothing_in

# Tidying up that tells nobody anything.
TIDYING = regex(
    r"(^|\.)(rollback|close|disconnect|end_session|abort|clearTimeout|clearInterval|preventDefault|release|flush|dismiss|reset|resetForm|resetFields)$"
)
_SETTER = regex(r"^set[A-Z]\w*$")
# What changes a store or a component's state as a whole.
_STORE = regex(r"^set$|(^|\.)setState$")
_NOT_FOUND = ("notFound",)
# What answers with a value, and what with a page.
_ANSWERS = ("json", "send", "jsonify", "JSONResponse", "ORJSONResponse", "JsonResponse")
_SHOWS = ("render", "render_template", "TemplateResponse")
# Fields of a state that tell people of a failure, or that only say what goes on.
_TOLD = regex(r"error|message|fail|loading|pending|open|visible|title|description|variant", re.I)


class Deeds:
    """What the statements of a handler do. `unshown` are setters of state that nobody sees, `first` what other setters' state began
    as: to put that back tells nobody anything."""

    def __init__(
        self,
        body: tuple[form.Statement, ...],
        unshown: frozenset[str] = frozenset(),
        first: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.unshown, self.first = unshown, first
        self.acts = self.raises = self.logs = False
        self.outcome = ""
        for statement in body:
            self._statement(statement)

    def _statement(self, node: form.Statement) -> None:
        if isinstance(node, form.Evaluate):
            self._expression(node.value)
        elif isinstance(node, form.Return):
            self._return(node.value)
        elif isinstance(node, form.Raise):
            self.acts = self.raises = True
        elif isinstance(node, form.If):
            for inner in (*node.then, *node.otherwise):
                self._statement(inner)
        elif isinstance(node, (form.Block, form.Try)):
            for inner in node.body:
                self._statement(inner)
        elif isinstance(node, (form.Define, form.Jump, form.Import)):
            # A local name, or going on with the next item: nobody is told anything by it.
            self._define(node)
        else:
            self.acts = True

    def _define(self, node: form.Define | form.Jump | form.Import) -> None:
        # Python spells a new value of an outer name like a new name.
        if isinstance(node, form.Define) and not node.kind:
            if is_empty(node.value):
                self.outcome = self.outcome or "empty"
            elif not isinstance(node.value, (form.Template, form.Call)):
                self.acts = True

    def _expression(self, node: form.Expr) -> None:
        if isinstance(node, form.Await):
            node = node.value
        if isinstance(node, form.Assignment):
            if is_empty(node.value):
                self.outcome = self.outcome or "empty"
            else:
                self.acts = True
        elif isinstance(node, form.Call):
            self._call(node)
        elif isinstance(node, form.Conditional):
            self._expression(node.then)
            self._expression(node.otherwise)
        elif not isinstance(node, (form.Literal, form.Name)):
            self.acts = True

    def _call(self, call: form.Call) -> None:
        name = dotted(call.callee)
        if is_log(call):
            self.logs = True
        elif name in self.unshown or self._puts_first_back(name, call):
            return
        elif last_name(call.callee) in _NOT_FOUND:
            self.outcome = "not-found"
        elif _SETTER.match(name) and any(_denies(argument) for argument in call.arguments):
            self.outcome = self.outcome or "empty"
        elif _SETTER.match(name) and all(is_empty(argument) for argument in call.arguments):
            self.outcome = self.outcome or ("empty" if any(_holds(one) for one in call.arguments) else "")
        elif _STORE.search(name) and _puts_back(call):
            held = any(_holds(entry.value) for one in call.arguments for entry in getattr(one, "entries", ()))
            self.outcome = self.outcome or ("empty" if held else "")
        elif answers_nothing(call):
            self.outcome = "answered"
        elif not TIDYING.search(name):
            self.acts = True

    def _puts_first_back(self, name: str, call: form.Call) -> bool:
        """`setStatus("idle")` of `useState("idle")`."""
        given = call.arguments[0] if len(call.arguments) == 1 else None
        return name in self.first and isinstance(given, form.Literal) and given.value == self.first[name]

    def _return(self, value: form.Expr | None) -> None:
        if isinstance(value, form.Literal) and value.value is False:
            # The answer of a question such as `exists()` or `healthCheck()`: where it cannot be told, no.
            self.outcome = self.outcome or "no"
        elif value is None or (isinstance(value, form.Literal) and not value.value):
            self.outcome = self.outcome or ("absent" if value is not None else "")
        elif is_empty(value):
            self.outcome = "empty"
        elif _goes_well(value):
            # `return jsonify([]), 200`
            self._return(value.items[0])
        elif isinstance(value, (form.Call, form.Await)):
            self._expression(value)
        else:
            self.acts = True


def answers_nothing(call: form.Call) -> bool:
    """`res.json([])`, `jsonify(items=[])`, `render_template("list.html", items=[])`: an answer as if there were nothing."""
    name, given = last_name(call.callee), call.keywords
    if ("status" in dotted(call.callee) and not _is_well(call.callee)) or _refuses(call):
        return False
    if name in _SHOWS:
        records = (one for one in call.arguments if isinstance(one, form.Record))
        return any(_lists_nothing(entries) for entries in (given, *(one.entries for one in records)))
    if name not in _ANSWERS:
        return False
    return is_empty(call.arguments[0]) if call.arguments else _lists_nothing(given)


def _is_well(callee: form.Expr) -> bool:
    """`res.status(200).json`: the status says that all went well."""
    before = callee.object if isinstance(callee, form.Member) else None
    code = before.arguments[0] if isinstance(before, form.Call) and len(before.arguments) == 1 else None
    return (
        isinstance(code, form.Literal)
        and isinstance(before, form.Call)
        and last_name(before.callee) == "status"
        and str(code.value).startswith("2")
    )


def _lists_nothing(entries: tuple[form.Entry, ...]) -> bool:
    """Fields of which one is an empty list and none tells anything."""
    return any(_holds(one.value) for one in entries) and nothing_in(entries)


def _goes_well(value: form.Expr) -> TypeGuard[form.Sequence]:
    """An answer of Flask's with a status of success."""
    items = value.items if isinstance(value, form.Sequence) else ()
    status = items[1] if len(items) == 2 else None
    return isinstance(status, form.Literal) and str(status.value).startswith("2")


def _refuses(call: form.Call) -> bool:
    """`json({ stored: false }, { status: 500 })`, `JsonResponse([], status=500)`: the status says that it went wrong."""
    codes = by_name(call.keywords)
    code = codes.get("status") or codes.get("status_code")
    if code is not None and not (isinstance(code, form.Literal) and str(code.value).startswith("2")):
        return True
    return any(
        isinstance(entry.key, form.Literal)
        and entry.key.value == "status"
        and not (isinstance(entry.value, form.Literal) and str(entry.value.value).startswith("2"))
        for argument in call.arguments[1:]
        if isinstance(argument, form.Record)
        for entry in argument.entries
    )


def _denies(argument: form.Expr) -> bool:
    """A record that says no in place of an answer that did not come: `{ subscribed: false, tier: 'Free', end: null }`."""
    if not isinstance(argument, form.Record) or not argument.entries:
        return False
    values = [entry.value for entry in argument.entries]
    names = [str(getattr(entry.key, "value", "")) for entry in argument.entries]
    return (
        len(values) > 1
        and all(isinstance(value, form.Literal) for value in values)
        and any(isinstance(value, form.Literal) and value.value in (False, None) for value in values)
        and not any(isinstance(value, form.Literal) and value.value is True for value in values)
        and not any(_TOLD.search(name) for name in names)
    )


def _puts_back(call: form.Call) -> bool:
    """`set({ items: [], isLoading: false })` of a store: nothing of it tells anybody of a failure."""
    return bool(call.arguments) and all(
        isinstance(one, form.Record) and is_empty(one) for one in call.arguments
    )


def _holds(argument: form.Expr) -> bool:
    """An empty list or record in place of data, not a flag put back."""
    return isinstance(argument, (form.Sequence, form.Record))
