"""Reads `storage.rules`: who may do what with which files. Each path that a rule names is a bucket of its own."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from roadworthy.app import Location
from roadworthy.app.policy import Bucket, DatabaseRules, Policy, RlsState, Rule
from roadworthy.frameworks.firestore.access_rules import Reader
from roadworthy.frameworks.firestore.understanding import Function, Place
from roadworthy.interpret import Program

FILES = "storage.objects"
_EVERYTHING = "all files"
# What the size and the kind of a new file are called in these rules.
_SIZE, _KIND = "request.resource.size", "contentType"


class FileRules(Struct, frozen=True):
    """The paths of a project's file storage, and who may do what there."""

    buckets: tuple[Bucket, ...] = ()
    policies: tuple[Policy, ...] = ()

    def joined(self, rules: DatabaseRules) -> DatabaseRules:
        """The rules of the collections with these beside them."""
        if not self.policies:
            return rules
        state = RlsState(FILES, True, False, self.policies[0].location)
        return msgspec.structs.replace(
            rules,
            policies=(*rules.policies, *self.policies),
            buckets=(*rules.buckets, *self.buckets),
            row_security=(*rules.row_security, state),
        )


def read_files(program: Program) -> FileRules:
    """The rules of the repository's `storage.rules`; none where there is no such file."""
    path = next((p for p in sorted(program.paths, key=len) if posixpath.basename(p) == "storage.rules"), "")
    if not path:
        return FileRules()
    reader = _Files(path, program.text(path))
    policies = tuple(reader.policies())
    return FileRules(tuple(reader.buckets()), policies)


class _Files(Reader):
    """Takes such a file apart, and keeps what it says of what may be put where."""

    root = "/b/"

    def __init__(self, path: str, text: str) -> None:
        super().__init__(path, text)
        self.put: dict[str, tuple[Location, list[str]]] = {}

    def place_of(self, path: tuple[tuple[str, str], ...], functions: dict[str, Function]) -> Place:
        own = [name for kind, name in path if kind == "own" and name != "o"]
        above = tuple((name, "files") for kind, name in path if kind != "own")
        return Place("/".join(own) or _EVERYTHING, "", above, functions)

    def made(self, policy: Policy) -> Policy:
        """A rule of one path, said of the files that lie there."""
        name, rule = policy.table, policy.using_rule
        if policy.command == "insert":
            self.put.setdefault(name, (policy.location, []))[1].append(policy.using)
        if rule is not None and name != _EVERYTHING:
            rule = Rule("all", parts=(Rule("bucket", column=name), rule))
        return msgspec.structs.replace(policy, table=FILES, using_rule=rule, check_rule=rule)

    def buckets(self) -> Iterator[Bucket]:
        """The paths into which files may be put."""
        for name, (place, conditions) in self.put.items():
            said = [self._in_full(condition) for condition in conditions if condition != "false"]
            if said:
                sized = all(_SIZE in one for one in said)
                kinds = all(_KIND in one for one in said)
                yield Bucket(name, False, place, 1 if sized else None, ("named",) if kinds else ())

    def _in_full(self, condition: str) -> str:
        """A condition with the bodies of the functions that it calls."""
        called = set(re.findall(r"\b(\w+)\s*\(", condition))
        bodies = [
            self.text[m.start() : m.start() + 600]
            for m in re.finditer(r"function\s+(\w+)", self.text)
            if m[1] in called
        ]
        return "\n".join([condition, *bodies])
