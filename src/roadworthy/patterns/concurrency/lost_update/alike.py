"""Rows that are alike in what was looked for before they were added: one after the other only the first is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from roadworthy.patterns.concurrency.lost_update.finding import ABSENT, Race
from roadworthy.proof.experiment import database_of
from roadworthy.trial import Trial

Alike = dict[tuple[str, tuple[str, ...]], int]
# By whether rows in which what was looked for is empty count as alike.
Counted = dict[bool, Alike]


class Twins:
    """Counted when it is made, before requests: rows that were alike already are not theirs. `once` is what there is after one
    request alone, which may make several that are alike (the ten kinds that everybody begins with)."""

    def __init__(self, trial: Trial, races: Sequence[Race], once: Mapping[bool, Alike] | None = None) -> None:
        self._trial, self._races, self._once = trial, races, once or {}
        self.counted: Counted = {empty: self._count(empty) for empty in (False, True)}

    def made(self) -> str:
        """In words what the requests have made alike, '' for nothing."""
        return self._more(empty=False)

    def made_without(self, twice: Callable[[], None]) -> str:
        """The same where a column that was looked for holds nothing (the parent of what stands at the top): no unique key takes such
        rows for alike, and whether the app does is told by two requests in a row, which `twice` makes from where all began."""
        found = self._more(empty=True)
        if not found:
            return ""
        twice()
        return found if not self._more(empty=True) else ""

    def _more(self, *, empty: bool) -> str:
        for (table, columns), alike in self._count(empty).items():
            known = (self.counted, self._once)
            if alike > max(1, *(one.get(empty, {}).get((table, columns), 0) for one in known)):
                return f"{table} holds {alike} rows with the same {', '.join(columns)}"
        return ""

    def _count(self, empty: bool) -> Alike:
        """By table and columns: how many rows at most have the same values there."""
        database = database_of(self._trial)
        found: Alike = {}
        for race in self._races:
            looked = race.read.filters if race.read is not None and race.kind == ABSENT else ()
            own = tuple(dict.fromkeys(item.column for item in looked if item.operator == "="))
            if own:
                found[race.write.table, own] = database.repeated(race.write.table, own, empty=empty)
        return found
