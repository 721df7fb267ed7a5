"""What one person may do once (giving back a loan): of several at once more than the first were accepted."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from roadworthy.patterns.concurrency.lost_update.accepted import Counts
from roadworthy.patterns.concurrency.lost_update.raced_numbers import Values


class Done(Struct, frozen=True):
    """What requests changed: numbers by row, and rows added by table."""

    numbers: Mapping[tuple[str, str], Values]
    added: Counts


def more_than_the_first(once: Done, done: Done, succeeded: int) -> str:
    """In words what more than the first left, '' for nothing. How far a number of theirs falls short of all of them says nothing:
    none but the first should have changed it."""
    if succeeded < 2:
        return ""
    for table, number in once.added.items():
        if 0 < number < done.added[table]:
            return (
                f"{succeeded} requests succeeded and left {done.added[table]} new rows in {table}; one after the other only the first "
                f"is accepted, and leaves {number}"
            )
    for place, changes in once.numbers.items():
        for row, change in changes.items():
            moved = done.numbers[place].get(row, 0.0)
            if moved / change > 1 + 1e-6:
                return (
                    f"{succeeded} requests succeeded and changed {'.'.join(place)} by {moved:g}; one after the other only the first is "
                    f"accepted, and changes it by {change:g}"
                )
    return ""
