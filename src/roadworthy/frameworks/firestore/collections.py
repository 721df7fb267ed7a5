"""Collections: known by what is asked of them, for no file declares their fields."""

from __future__ import annotations

from collections.abc import Iterable

from roadworthy.app import Column, Index, Location, Table
from roadworthy.app.location import at
from roadworthy.app.policy import Policy
from roadworthy.frameworks.events import QuerySeen
from roadworthy.frameworks.found import Found, TableSource
from roadworthy.interpret import Run
from roadworthy.languages import form

KEY = "id"
"""What the App calls a document's own name."""


class UsedCollection(TableSource):
    """A collection with the fields that questions name. Collections of one name under different documents count as one, as
    they do for an index."""

    library = "firestore"

    def __init__(self, name: str, path: str, node: form.Node, indexes: tuple[Index, ...]) -> None:
        self.name, self.symbol, self.path, self.node, self.indexes = name, name, path, node, indexes
        self.fields: dict[str, Location] = {}

    def learn(self, seen: QuerySeen) -> None:
        """Takes over the fields that a question names."""
        place = at(seen.path, seen.node)
        named = [
            *(w.column for w in seen.writes),
            *(f.column for f in seen.filters),
            *(n for n, _ in seen.order),
        ]
        for name in named:
            if name and name != KEY and "/" not in name:
                self.fields.setdefault(name.split(".")[0], place)

    def table(self) -> Table:
        place = at(self.path, self.node)
        own = Column(KEY, KEY, "text", place, False, True, default="generated")
        columns = tuple(Column(name, name, "any", found) for name, found in self.fields.items())
        return Table(
            self.name,
            self.symbol,
            place,
            (own, *columns),
            self.indexes,
            (),
            (KEY,),
            self.library,
            partial=True,
        )


class Store:
    """The documents of one app, as its collections become known. `indexes` are the composite ones that a file declares."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.collections: dict[str, UsedCollection] = {}
        self.indexes: dict[str, tuple[Index, ...]] = {}

    def collection(self, run: Run, name: str, node: form.Node) -> UsedCollection | None:
        """The collection of a name; None where the name is not told."""
        if not name:
            return None
        if name not in self.collections:
            self.collections[name] = UsedCollection(name, run.module, node, self.indexes.get(name, ()))
            self.found.tables.append(self.collections[name])
        return self.collections[name]

    def learn_rules(self, policies: Iterable[Policy]) -> None:
        """Takes over the fields that rules ask for: of the document itself, or of another that says what a person may do."""
        for policy in policies:
            rule = policy.reads_rule()
            for leaf in rule.leaves() if rule is not None else ():
                known = self.collections.get(leaf.table or policy.table)
                if known is not None and leaf.column and leaf.column != KEY and "/" not in leaf.column:
                    known.fields.setdefault(leaf.column, policy.location)
