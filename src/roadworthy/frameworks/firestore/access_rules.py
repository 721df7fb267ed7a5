"""Reads `firestore.rules` and `firestore.indexes.json`: who may do what with which documents, and which indexes there are."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable, Iterator

import msgspec

from roadworthy.app import Index, Location, Table
from roadworthy.app.policy import DatabaseRules, Policy, RlsState
from roadworthy.frameworks.firestore.expressions import Node, parsed
from roadworthy.frameworks.firestore.understanding import Function, Place, Understanding
from roadworthy.interpret import Program
from roadworthy.regex import regex

ANYWHERE = "*"
_COMMANDS = {
    "read": ("select",), "get": ("select",), "list": ("select",), "write": ("insert", "update", "delete"),
    "create": ("insert",), "update": ("update",), "delete": ("delete",),
}  # fmt: skip
_MATCH = regex(r"match\s+(/\S*?)\s*\{(?=\s)")
_ALLOW = regex(r"allow\s+([\w,\s]+?)\s*(?=[:;])")
_FUNCTION = regex(r"function\s+(\w+)\s*\(([^)]*)\)\s*\{")
_IF = regex(r":\s*if\b")
_LET = regex(r"let\s+(\w+)\s*=\s*(.*?);", re.S)
_RETURN = regex(r"return\b(.*?)(;|$)", re.S)
_COMMENT = regex(r"//[^\n]*|/\*.*?\*/", re.S)
_SEGMENT = regex(r"\{(\w+)(=\*\*)?\}|([\w-]+)")


def read_rules(program: Program, before: DatabaseRules) -> DatabaseRules:
    """The rules of the repository, one policy for each operation that some rule lets happen."""
    path = next((p for p in sorted(program.paths, key=len) if posixpath.basename(p) == "firestore.rules"), "")
    if not path:
        return before
    policies = tuple(Reader(path, program.text(path)).policies())
    place = Location(path, 1, 1)
    secured = tuple(
        RlsState(name, True, False, place) for name in sorted({p.table for p in policies} | {ANYWHERE})
    )
    return msgspec.structs.replace(before, policies=policies, row_security=secured, documents=True)


def spread_out(rules: DatabaseRules, tables: Iterable[Table]) -> DatabaseRules:
    """The same once every collection is known: what holds anywhere holds for each, and what no rule names is closed."""
    if not rules.documents:
        return rules
    names = sorted({table.name for table in tables if table.library == "firestore"})
    place = next((state.location for state in rules.row_security), Location("firestore.rules", 1, 1))
    named = [policy for policy in rules.policies if policy.table != ANYWHERE]
    everywhere = [policy for policy in rules.policies if policy.table == ANYWHERE]
    spread = [msgspec.structs.replace(policy, table=name) for name in names for policy in everywhere]
    secured = {policy.table for policy in named} | set(names)
    return msgspec.structs.replace(
        rules,
        policies=(*named, *spread),
        row_security=tuple(RlsState(name, True, False, place) for name in sorted(secured)),
    )


class Reader:
    """Takes one file apart, block by block. `root` is what the paths of its rules begin with."""

    root = "/databases/"

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        # The same length, so that places stay what they are.
        self.text = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)

    def policies(self) -> Iterator[Policy]:
        """Every rule of the file."""
        for match in _MATCH.finditer(self.text):
            if match[1].startswith(self.root):
                end = _closing(self.text, match.end())
                yield from self._block(match.end(), end, (), self._functions(0, len(self.text)))

    def _block(
        self, start: int, end: int, above: tuple[tuple[str, str], ...], functions: dict[str, Function]
    ) -> Iterator[Policy]:
        functions = functions | self._functions(start, end)
        position = start
        while position < end:
            match = _MATCH.match(self.text, position)
            if match is not None:
                inner = _closing(self.text, match.end())
                path = (*above, *_segments(match[1]))
                yield from self._block(match.end(), inner, path, functions)
                position = inner + 1
                continue
            allow = _ALLOW.match(self.text, position)
            if allow is not None:
                position = _end_of_rule(self.text, allow.end(), end)
                yield from self._allowed(allow, position, above, functions)
            position += 1

    def _allowed(
        self,
        allow: re.Match[str],
        end: int,
        path: tuple[tuple[str, str], ...],
        functions: dict[str, Function],
    ) -> Iterator[Policy]:
        given = self.text[allow.end() : end].strip().rstrip(";")
        condition = _IF.sub("", given, count=1).strip()
        node = parsed(condition) if condition else Node("name", "true")
        place = self.place_of(path, functions)
        where = Location(self.path, self._line(allow.start()), self._line(end))
        words = [word.strip() for word in allow[1].split(",")]
        for command in dict.fromkeys(command for word in words for command in _COMMANDS.get(word, ())):
            rule = Understanding(place, command).rule(node)
            shown = f"allow {allow[1].strip()}"
            policy = Policy(
                place.collection, shown, command, where, ("public",), condition, condition, rule, rule
            )
            yield self.made(policy)

    def place_of(self, path: tuple[tuple[str, str], ...], functions: dict[str, Function]) -> Place:
        """What a rule is about."""
        return _place(path, functions)

    def made(self, policy: Policy) -> Policy:
        """A rule as it is kept."""
        return policy

    def _functions(self, start: int, end: int) -> dict[str, Function]:
        found = {}
        for match in _FUNCTION.finditer(self.text, start, end):
            body = self.text[match.end() : _closing(self.text, match.end())]
            known = {name: parsed(value) for name, value in _LET.findall(body)}
            result = _RETURN.search(body)
            names = tuple(name.strip() for name in match[2].split(",") if name.strip())
            if result is not None:
                found[match[1]] = Function(names, parsed(result[1]).with_names(known))
        return found

    def _line(self, position: int) -> int:
        return self.text.count("\n", 0, position) + 1


def _segments(path: str) -> tuple[tuple[str, str], ...]:
    """The parts of a path as (kind, name): a collection's own name, a name that stands for one part, or for all the rest."""
    found = []
    for name, rest, own in _SEGMENT.findall(path):
        found.append(("own", own) if own else ("rest" if rest else "any", name))
    return tuple(found)


def _place(path: tuple[tuple[str, str], ...], functions: dict[str, Function]) -> Place:
    """The collection is the last part that stands where a collection does."""
    if path and path[-1][0] == "rest" and len(path) % 2:
        return Place(ANYWHERE, path[-1][1], (), functions)
    pairs = list(zip(path[::2], path[1::2], strict=False))
    if not pairs:
        return Place("", "", (), functions)
    (kind, name), (_, document) = pairs[-1]
    above = tuple((inner, outer) for (outer_kind, outer), (_, inner) in pairs[:-1] if outer_kind == "own")
    return Place(name if kind == "own" else ANYWHERE, document, above, functions)


def _closing(text: str, start: int) -> int:
    depth = 1
    for position in range(start, len(text)):
        depth += (text[position] == "{") - (text[position] == "}")
        if not depth:
            return position
    return len(text)


def _end_of_rule(text: str, start: int, end: int) -> int:
    found = text.find(";", start, end)
    return found if found >= 0 else end


def indexes_of(program: Program) -> dict[str, tuple[Index, ...]]:
    """The composite indexes that `firestore.indexes.json` declares, by collection."""
    found: dict[str, list[Index]] = {}
    for path in program.paths:
        if posixpath.basename(path) != "firestore.indexes.json":
            continue
        for one in _declared(program.text(path)):
            fields = tuple(str(f.get("fieldPath", "")) for f in one.get("fields", ()) if isinstance(f, dict))
            name = str(one.get("collectionGroup", ""))
            found.setdefault(name, []).append(Index(fields, Location(path, 1, 1)))
    return {name: tuple(indexes) for name, indexes in found.items()}


def _declared(text: str) -> list[dict[str, list[dict[str, str]]]]:
    try:
        read = json.loads(text)
    except ValueError:
        return []
    listed = read.get("indexes") if isinstance(read, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
