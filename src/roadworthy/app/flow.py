"""How one operation hangs together with the others of its run: what it waits for, how often it happens, where its rows go."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location


class Turn(Struct, frozen=True):
    """A loop, or a function called per element, around an operation.

    `kind` is each, keys, while, counted, or elements (a comprehension, `map`, a serializer). `rows` are the operations
    (by `order`) whose rows it goes through; `of` says what else it goes through: request, typed, written (known one by
    one in the code), or '' for something not known. `each` when what the operation asks depends on the element.
    """

    location: Location
    kind: str
    rows: tuple[int, ...] = ()
    of: str = ""
    each: bool = False


class Handling(Struct, frozen=True):
    """Something that is done in the application with all rows of a list.

    `kind` is filter, search (text that somebody types, looked for within the rows), sort, sum, count, exists (whether there is any),
    group, slice, find, among (one value looked for in it), distinct (the different values of a column), each (gone through one by one), end (one end of it is taken), keyed (put
    into a table by a key), render or shown (gone through by a template as what belongs to a row); `location` is where; `function` names the function around it; `rows` are the operations (by `order`) that
    the list comes from, `props` the names of what a component was handed it as; `calls` lead to it; `trigger` starts it.
    `part` is the table of related rows that came along with those of a query, where it is done with these ('' otherwise).
    """

    kind: str
    location: Location
    rows: tuple[int, ...] = ()
    props: tuple[str, ...] = ()
    function: str = ""
    calls: tuple[Location, ...] = ()
    trigger: str = ""
    part: str = ""


class Handed(Struct, frozen=True):
    """A list that a component hands to another as `prop`: of `rows`, or of what it was handed itself as `props`."""

    component: str
    prop: str
    rows: tuple[int, ...] = ()
    props: tuple[str, ...] = ()
    location: Location = Location("", 0, 0)


class Repeated(Struct, frozen=True):
    """A component that is put in once per element of a list."""

    component: str
    location: Location
    rows: tuple[int, ...] = ()
    props: tuple[str, ...] = ()


class Flow(Struct, frozen=True):
    """`order` is an operation's place among all queries, service calls and fetches of its run (-1: not known); `depends`
    are those whose answers it needs, to be asked or to be reached; `decided` are the conditions it stands under, as
    (path, offset, truth). `turns` are the loops around it, outermost first; `waits` tells of each call in `calls`
    whether the function entered is async. `handled` is what is done in the application with its rows; `answered`
    when its rows as a list are part of what is answered; `beside` is what is done with related rows that came along with them
    and are no part of what is answered.
    """

    order: int = -1
    depends: tuple[int, ...] = ()
    decided: tuple[tuple[str, int, bool], ...] = ()
    turns: tuple[Turn, ...] = ()
    waits: tuple[bool, ...] = ()
    handled: tuple[Handling, ...] = ()
    beside: tuple[Handling, ...] = ()
    answered: bool = False
    later: bool = False
