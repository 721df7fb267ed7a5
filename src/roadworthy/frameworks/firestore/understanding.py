"""What an expression of `firestore.rules` asks for, in the App's words."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.policy import Rule
from roadworthy.frameworks.firestore.collections import KEY
from roadworthy.frameworks.firestore.expressions import Node
from roadworthy.regex import regex

_PERSON = "request.auth.uid"
_TOKEN = "request.auth.token"
# Claims of a token that say nothing of what a person may do.
_OF_ANYBODY = regex(r"\.(email_verified|phone_number|name|firebase|sub|aud|iss)\b")
_LAST_COLLECTION = regex(r"/([\w-]+)/[^/]+$")
_DEEPEST = 12


class Function(Struct, frozen=True):
    """A function of the rules: what it gives, with the names of its parameters."""

    parameters: tuple[str, ...]
    result: Node


class Place(Struct, frozen=True):
    """Where a rule stands: the collection it is about, the name that stands for the document, and those that stand for the documents above, each
    with its collection."""

    collection: str
    document: str
    above: tuple[tuple[str, str], ...]
    functions: dict[str, Function]


class Understanding:
    """Reads the expressions of one place for one operation."""

    def __init__(self, place: Place, operation: str) -> None:
        self.place, self.operation = place, operation

    def rule(self, node: Node, depth: int = 0) -> Rule:
        """What an expression asks for."""
        if depth > _DEEPEST:
            return Rule("unknown")
        if node.kind in ("and", "or"):
            return _combined(node.kind, tuple(self.rule(part, depth + 1) for part in node.parts))
        if node.kind == "not":
            return _negated(self.rule(node.parts[0], depth + 1))
        if node.kind == "name" and node.name in ("true", "false"):
            return Rule("always" if node.name == "true" else "never", node.name)
        called = self._called(node)
        if called is not None:
            return self.rule(called, depth + 1)
        if self.operation == "insert" and node.mentions("resource"):
            # There is no document yet: asking for its fields fails, and the request with it.
            return Rule("always" if _asks_for_none(node) else "never")
        return self._compared(node) if node.kind == "compare" else self._single(node)

    def _called(self, node: Node) -> Node | None:
        """What a call of one of the rules' own functions gives."""
        if node.kind != "call" or node.parts[0].kind != "name":
            return None
        function = self.place.functions.get(node.parts[0].name)
        if function is None:
            return None
        given = dict(zip(function.parameters, node.parts[1:], strict=False))
        return function.result.with_names(given)

    # --- comparisons --------------------------------------------------------------------------------

    def _compared(self, node: Node) -> Rule:
        left, right = (self._inlined(part) for part in node.parts)
        for near, far in ((left, right), (right, left)):
            dotted = near.dotted()
            if dotted in ("request.auth", _PERSON) and far == Node("name", "null"):
                return Rule("signed in" if node.name == "!=" else "signed out")
            if dotted == _PERSON and node.name in ("==", "in"):
                return self._owned(far)
            if dotted.startswith(f"{_TOKEN}."):
                return self._claimed(dotted, far, node.name)
        looked_up = self._looked_up(left) or self._looked_up(right)
        if looked_up is not None:
            return looked_up
        if node.mentions("request.time"):
            # Test mode: open to all until a day that somebody moves on.
            return Rule("always", "request.time")
        return self._about(node)

    def _inlined(self, node: Node) -> Node:
        for _ in range(_DEEPEST):
            called = self._called(node)
            if called is None:
                return node
            node = called
        return node

    def _owned(self, far: Node) -> Rule:
        """`request.auth.uid == far`."""
        dotted = far.dotted()
        if dotted and dotted == self.place.document:
            return Rule("owner", dotted, column=KEY)
        above = dict(self.place.above).get(dotted)
        if above is not None:
            return Rule("owner", dotted, column=f"{above}/{KEY}")
        for start in ("resource.data.", "request.resource.data."):
            if dotted.startswith(start) and self.operation == "update" and start.startswith("request"):
                # What the document is to be says nothing of whose it is now.
                return Rule("signed in", dotted)
            if dotted.startswith(start):
                return Rule("owner", dotted, column=dotted.removeprefix(start).split(".")[0])
        fetched = _fetched(far)
        if fetched is not None:
            return Rule("owner", column=_field(far), table=fetched)
        return Rule("role", claim="uid") if far.kind in ("text", "list") else Rule("unknown", dotted)

    def _claimed(self, dotted: str, far: Node, operator: str) -> Rule:
        """`request.auth.token.admin == true`, `request.auth.token.email == resource.data.email`."""
        other = far.dotted()
        if dotted == f"{_TOKEN}.email" and "resource.data." in other and operator in ("==", "in"):
            return Rule("owner", other, column=other.split("data.")[1].split(".")[0], claim="email")
        if _OF_ANYBODY.search(dotted):
            return Rule("signed in", dotted)
        return Rule("role", dotted, claim="token")

    def _looked_up(self, node: Node) -> Rule | None:
        """`get(/databases/$(database)/documents/users/$(request.auth.uid)).data.role`: what the person's own document says."""
        table = _fetched(node)
        if table is None:
            return None
        if node.mentions(_PERSON):
            return Rule("role", _field(node), column=_field(node), table=table)
        return Rule("row", _field(node), column=_field(node))

    def _single(self, node: Node) -> Rule:
        dotted = node.dotted()
        if dotted.startswith(f"{_TOKEN}."):
            return Rule("signed in" if _OF_ANYBODY.search(dotted) else "role", dotted, claim="token")
        if node.kind == "call" and node.parts[0].dotted() in ("exists", "existsAfter"):
            table = _table(node.parts[1]) if len(node.parts) > 1 else ""
            return self._there(node, table)
        looked_up = self._looked_up(node)
        return looked_up if looked_up is not None else self._about(node)

    def _there(self, node: Node, table: str) -> Rule:
        """`exists(/databases/$(database)/documents/members/$(request.auth.uid))`: a right that a document stands for."""
        if not node.mentions(_PERSON):
            return Rule("row", table, column=table)
        others = [
            name
            for name in (self.place.document, *dict(self.place.above))
            if name and node.mentions(f"$({name})")
        ]
        return Rule("owner", table, column=KEY, table=table) if others else Rule("role", table=table)

    def _about(self, node: Node) -> Rule:
        """Something about the document as it is or as it is to be."""
        if self.operation == "update" and node.mentions("request.resource") and not node.mentions("resource"):
            return Rule("always", "written")
        fields = _fields(node)
        if fields:
            return Rule("row", fields[0], column=fields[0])
        return (
            Rule("row", "resource")
            if node.mentions("resource") or node.mentions("request.resource")
            else Rule("unknown")
        )


def _combined(kind: str, parts: tuple[Rule, ...]) -> Rule:
    neutral, final = ("always", "never") if kind == "and" else ("never", "always")
    if any(part.kind == final for part in parts):
        return Rule(final)
    kept = tuple(part for part in parts if part.kind != neutral)
    if len(kept) < 2:
        return kept[0] if kept else Rule(neutral)
    return Rule("all" if kind == "and" else "any", parts=kept)


def _negated(rule: Rule) -> Rule:
    turned = {
        "always": "never",
        "never": "always",
        "signed in": "signed out",
        "signed out": "signed in",
        "row": "row",
    }
    return Rule(turned.get(rule.kind, "unknown"), rule.text, column=rule.column)


def _asks_for_none(node: Node) -> bool:
    return node.kind == "compare" and node.name == "==" and Node("name", "null") in node.parts


def _fetched(node: Node) -> str | None:
    """The collection of a document that is read with `get(...)` somewhere within."""
    if node.kind == "call" and node.parts[0].dotted() in ("get", "getAfter") and len(node.parts) > 1:
        return _table(node.parts[1])
    return next((found for part in node.parts if (found := _fetched(part)) is not None), None)


def _table(path: Node) -> str:
    found = _LAST_COLLECTION.search(path.name) if path.kind == "path" else None
    return found[1] if found is not None else ""


def _field(node: Node) -> str:
    """The last field that is asked of it."""
    return (
        node.name
        if node.kind == "member"
        else next((_field(part) for part in node.parts if _field(part)), "")
    )


def _fields(node: Node) -> list[str]:
    dotted = node.dotted()
    if "resource.data." in dotted:
        return [dotted.split("resource.data.")[1].split(".")[0]]
    return [] if dotted else [name for part in node.parts for name in _fields(part)]
