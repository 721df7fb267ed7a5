"""What is said of a lost update."""

from __future__ import annotations

import re

from roadworthy.app import Fact, Location, Origin, Query
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.concurrency.lost_update.finding import (
    ABSENT,
    CHECKED,
    CLAIMED,
    COMPUTED,
    COUNTED,
    DECIDED,
    FULL,
    OVERLAP,
    SPENT,
    TOTAL,
    LostUpdate,
    Race,
)
from roadworthy.regex import regex
from roadworthy.views.data.inserts import is_limiter

# What only says how often something was looked at.
_SEEN = regex(r"view|use_?count|click|visit", re.I)
_EMPTY = regex(r"customer|account|contact|portal|folder|channel", re.I)
_VALUE = regex(
    r"pay|order|invoice|balance|credit|stock|quantit|inventor|wallet|escrow|refund|booking|seat|ticket|coupon|transfer|amount|price"
    r"|(^|[_.])(spots?|points|cost|fees?|funds?|budget|salary|donat\w*|vouchers?|gold|coins?)|(free|open|left|available)_?spots?|remain|_left\b|quota",
    re.I,
)


# The order in which something stands is no order of anybody's.
_PLACES = regex(
    r"(PUT|PATCH) \S+/(re-?)?order$|(sort|sign(ing)?|display|list|tab|step|view|row|column|render)_?order(ing)?",
    re.I,
)


# Where something stands among others: who sees it out of place moves it again.
_STANDS = regex(
    r"(^|_)(position|rank|sequence)$|((sort|display|step|list|row)_?(order|index)|order_?index)$", re.I
)
# How many rows there are: shown beside a name, and counted anew by whoever finds it wrong.
_COUNTS = regex(
    r"(^|_)(num|nb|count)_|_count(er)?$|[a-z]Count(er)?$"
    r"|(^|_)(calls|texts|e?mails|messages|requests|trackers)_(blocked|forwarded|sent|replied|received|opened|delivered)$"
)

# Of what people write, whoever comes last is seen to have come last, whatever it is the name of.
_WORDS = regex(r"(^|_)(title|name|description|subject|text|notes?|comments?|body|content|label)$", re.I)

# How far something got, how big it is, how often it was tried: who finds it a little off loses nothing by it.
_MEASURES = regex(
    r"(^|_|[a-z])(seconds|minutes|duration|byte_?size|file_?size|bytes|progress|percent|attempts?|attemps|retries|tries|cursor|revision|version|time_?code|timestamp)$"
    r"|^(current|processed|last|next)(_?(index|item|page|line|step|offset))?$",
    re.I,
)


_PARAMETERS = regex(r":\w+|[<{\[][^>}\]]*[>}\]]")
# What is laid in it is bought by nobody yet.
_BASKET = regex(
    r"(^|[_.])(carts?|baskets?)(_?(lines?|items?|products?|entr(y|ies)))?([_.]|$)|[a-z](Cart|Basket)s?([A-Z_.]|$)"
)


def is_worth(name: str) -> bool:
    """Whether a name is of money, goods or places."""
    return bool(_VALUE.search(_PLACES.sub("", name)))


def told(found: LostUpdate) -> Verdict:
    """The gap in words."""
    worst = found.races[0]
    message, impact = _words(worst)
    places = [place for race in found.races for place in (race.write, race.read) if place is not None]
    return gap(
        found.endpoint.subject,
        message,
        impact=impact,
        locations=tuple(
            dict.fromkeys((_shown(worst.write), found.endpoint.location, *(q.location for q in places)))
        ),
        evidence=tuple(_evidence(race) for race in found.races),
        severity=_severity(found),
        details=found,
    )


def _severity(found: LostUpdate) -> Severity:
    """What is counted (money, stock, seats) is grave, and so is a step that pays or orders twice; a switch that is
    thrown or a mark that is set twice is not, nor what only limits requests."""
    if any(race.kind == COMPUTED and _is_amount(found, race) for race in found.races):
        return Severity.HIGH
    if all(race.kind == COMPUTED and _is_slight(race) for race in found.races):
        return Severity.LOW
    if all(race.kind == TOTAL and not is_worth(f"{race.write.table}.{race.column}") for race in found.races):
        # The next review puts it right.
        return Severity.LOW
    if any(race.kind == SPENT and is_worth(f"{race.write.table}.{race.column}") for race in found.races):
        return Severity.HIGH
    if any(race.kind == CHECKED and _moves_on(found, race) for race in found.races):
        return Severity.HIGH
    return Severity.MEDIUM


def _is_amount(found: LostUpdate, race: Race) -> bool:
    """Whether what is worth money is reckoned with or put together: one of two changes is gone for good, and somebody pays for it.
    Two people who write the same text or settings see whose came last, and whoever finds another number (reports, bytes, likes) a
    little off loses nothing (docs/decisions/0031-severity.md)."""
    if _is_slight(race) or race.value is None or _is_switch(race.value) or _STANDS.search(race.column):
        return False
    if _WORDS.search(race.column) or _MEASURES.search(race.column):
        return False
    place = f"{race.write.table}.{race.column}"
    if _BASKET.search(place) or _COUNTS.search(race.column):
        return False
    # What a part of an address is called (`/event/:digest_order`) says nothing of what is done there.
    return is_worth(f"{place} {_PARAMETERS.sub('', found.endpoint.subject)}")


def _is_slight(race: Race) -> bool:
    """Whether it only counts: requests for a limiter, or how often something was looked at."""
    return is_limiter(f"{race.write.table}.{race.column}") or bool(_SEEN.search(race.column))


def _is_switch(value: Origin) -> bool:
    if value.kind == "computed" and value.operation == "choice":
        return all(map(_is_switch, value.inputs))
    return value.kind == "constant" or (value.kind == "computed" and value.operation == "not")


def _moves_on(found: LostUpdate, race: Race) -> bool:
    """Whether more than the mark itself is done because of what was looked at: another table is written, or a service asked
    to do something."""
    looked = {str(fact) for fact in race.write.facts if _asks(fact, race)}
    after = [
        q
        for q in found.endpoint.queries
        if q.operation in ("insert", "update")
        and q.table != race.write.table
        and looked & {str(fact) for fact in q.facts}
    ]
    money = any(q.table and is_worth(" ".join((q.table, *(w.column for w in q.writes)))) for q in after)
    return money or is_worth(f"{race.write.table}.{race.column}") or _is_made(race.value)


def _is_made(value: Origin | None) -> bool:
    """Whether it was made at a service for this row: both requests make one, and one of them is lost. A customer or an account
    that is made twice is empty the second time."""
    return (
        value is not None
        and value.kind == "computed"
        and "create" in value.operation
        and not _EMPTY.search(value.operation)
    )


def _asks(fact: Fact, race: Race) -> bool:
    """Whether a condition is about the column that is written."""
    sides = [side for side in (fact.left, fact.right) if side is not None]
    asked = any(
        leaf.path[-1:] == (race.column,) and leaf.table == race.write.table
        for side in sides
        for leaf in side.leaves()
    )
    return asked or any(_asks(one, race) for way in fact.any_of for one in way)


def _shown(query: Query) -> Location:
    """The handler's own line that leads to a query, where it goes through a function."""
    return query.calls[-1] if len(query.calls) > 1 else query.location


def _words(race: Race) -> tuple[str, str]:
    table, column = race.write.table, race.column
    name = table if column in ("", "*") else f"{table}.{column}"
    if race.kind == COMPUTED:
        return (
            f"Requests at the same moment overwrite each other's change of {name}",
            f"{name} ends up wrong when two people act at once: one of the changes is lost",
        )
    if race.kind == CHECKED:
        return (
            f"Requests at the same moment all find {name} as it was and all go on to change it",
            f"What should happen once for a row of {table} happens as often as it is asked for at that moment",
        )
    if race.kind == CLAIMED:
        return (
            f"Two people who take the same row of {table} at once are both told that it is theirs",
            f"Whoever comes second takes {table} from whoever came first, who is never told",
        )
    if race.kind == DECIDED:
        return (
            f"Two people who decide the same row of {table} at once both do what follows from it",
            f"What one decision on {table} brings about is there twice, and an approval overwrites a refusal",
        )
    if race.kind == ABSENT and race.write.operation == "update":
        return (
            f"Requests at the same moment all find that {name} is free and each takes it",
            f"{table} holds the same {column} several times, and who is meant by it cannot be told",
        )
    if race.kind == ABSENT:
        return (
            f"Requests at the same moment all find no row in {table} and each adds one",
            f"{table} holds the same thing several times, and what counts it counts wrong",
        )
    if race.kind == OVERLAP:
        return (
            f"Requests at the same moment all find nothing in the way in {table} and each adds a row",
            f"Rows of {table} overlap that may not: the same time or place is given twice",
        )
    if race.kind == COUNTED:
        return (
            f"{name} of a new row depends on a look at the others that may be out of date",
            f"Two rows of {table} added at once both get the value meant for one",
        )
    if race.kind == FULL:
        return (
            f"Requests at the same moment all find room in {name} and each puts one more in",
            f"More end up in {name} than the app allows",
        )
    if race.kind == SPENT:
        return (
            f"Requests at the same moment all find enough in {name} and each takes from it",
            f"{name} goes past the bound the app checks: what is there once is sold or used several times",
        )
    if race.kind == TOTAL and race.read is not None:
        return (
            f"{name} is reckoned of {race.read.table} that were read, and what another request adds meanwhile is left out",
            f"{name} stays wrong until {race.read.table} change again: two people at once, and one of them does not count",
        )
    return (
        f"All rows of {table} lose {column} and one gets it, in two statements that others can come between",
        f"Two requests leave two rows with {column}, a failure in between leaves none",
    )


def _evidence(race: Race) -> str:
    read = f"read at {race.read.location}" if race.read is not None else "read before"
    name = race.write.table if race.column in ("", "*") else f"{race.write.table}.{race.column}"
    if race.kind == COMPUTED:
        return f"{name} is {read}, computed in the app, and written back at {race.write.location} without a lock or a condition"
    if race.kind == CHECKED:
        return (
            f"{name} is {read} and checked, but the update at {race.write.location} does not ask for it again"
        )
    if race.kind == CLAIMED:
        return f"{race.write.location} sets {name} by the row's key alone: neither the update nor a policy asks whether it is still nobody's"
    if race.kind == DECIDED:
        return f"{race.write.location} sets {name} by the row's key alone, whatever it is by then, and a row goes into another table after it"
    if race.kind == ABSENT and race.write.operation == "update":
        return f"who has a {race.column} is {read}, and it is given out at {race.write.location}, with no unique key behind it"
    if race.kind == ABSENT:
        return f"{race.write.table} is {read} and inserted into at {race.write.location}, with no unique key behind it"
    if race.kind == OVERLAP:
        return f"the rows of {race.write.table} that may be in the way are {read}, and {race.write.location} adds one whatever was added meanwhile"
    if race.kind == COUNTED:
        return f"{name} is decided at {race.write.location} by rows that were {read}"
    if race.kind == FULL:
        return f"what is there is {read} and counted, and {race.write.location} adds to it whatever was added meanwhile"
    if race.kind == SPENT:
        return f"{name} is {read} and held against a bound, but the update at {race.write.location} counts on without asking for it again"
    if race.kind == TOTAL:
        return f"{name} is reckoned in the app of rows that were {read}, and written at {race.write.location} whatever was added meanwhile"
    return f"the others are unmarked at {race.read.location if race.read else ''} and one marked at {race.write.location}, in no transaction"
