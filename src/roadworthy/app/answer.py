"""What an endpoint answers."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.origin import Fact, Origin


class Answer(Struct, frozen=True):
    """One way an endpoint answers. `after` counts the queries and service calls made before it; `handling` when it
    stands in the handler of a failure; `page` when the body is what a template is given, which shows some of it, `template` the name that
    the call gives it where that is all there is to go by (`res.render("users/login")`); `facts` are what holds when it is reached."""

    status: int
    body: Origin
    location: Location
    after: int = 0
    handling: bool = False
    facts: tuple[Fact, ...] = ()
    headers: tuple[tuple[str, Origin], ...] = ()
    page: bool = False
    template: str = ""
