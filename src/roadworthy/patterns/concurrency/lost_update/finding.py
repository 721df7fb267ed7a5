"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint, Origin, Query
from roadworthy.app.policy import DatabaseFunction

# A value computed from what was read and written back.
COMPUTED = "computed"
# A change of a column that was looked at before, made whatever the column holds by then.
CHECKED = "checked"
# A row that was looked for, not found, and inserted, without a unique key.
ABSENT = "absent"
# A new row whose value depends on the rows that were there.
COUNTED = "counted"
# A new row that no other may overlap, by a look at the others.
OVERLAP = "overlap"
# One more put in where the others were counted and only so many may be.
FULL = "full"
# A number that was found to be enough, and then taken from whatever it is by then.
SPENT = "spent"
# One row marked after all others were unmarked, in two statements.
MARKED = "marked"
# What a row keeps of the rows of another table, reckoned of what was read of them.
TOTAL = "total"
# A row that is nobody's, taken by its key alone.
CLAIMED = "claimed"
# A row that waits for a decision, decided by its key alone, with what follows from it.
DECIDED = "decided"
# The worst first.
ORDER = (COMPUTED, CHECKED, CLAIMED, DECIDED, SPENT, ABSENT, OVERLAP, COUNTED, FULL, MARKED, TOTAL)


class Race(Struct, frozen=True):
    """A read and a write that another request can come between. `kind` is computed, checked, absent, overlap, counted, full, spent, marked, total, claimed or decided; `column` the
    one that is lost; `value` what is written into it. `expected` is the constant that a checked column must hold."""

    kind: str
    write: Query
    read: Query | None
    column: str
    value: Origin | None = None
    expected: str | int | float | bool | None = None


class LostUpdate(Struct, frozen=True):
    """The races of one endpoint, the worst first."""

    endpoint: Endpoint
    races: tuple[Race, ...]


class PageRace(Struct, frozen=True):
    """What a component adds up from what it shows, and the update of an endpoint that stores it as it comes."""

    endpoint: Endpoint
    race: Race
    component: str


class RoutineRace(Struct, frozen=True):
    """A function of the database that reads a value, reckons with it and writes it back."""

    function: DatabaseFunction
    table: str
    column: str


class FileRace(Struct, frozen=True):
    """A file that a request reads and writes whole."""

    endpoint: Endpoint
