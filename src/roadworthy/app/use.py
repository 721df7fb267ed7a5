"""A use of something that executes, opens, shows, sends or writes down what it is given."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.origin import Fact, Origin


class Use(Struct, frozen=True):
    """One call or assignment that is dangerous with the wrong value.

    `kind` is sql, command, code, deserialise, path, upload (what an uploader takes in), template, redirect, request, html, link
    (where an element leads),
    mail (its markup), convert, log, token
    (one that is read), signature (of a token, verified), pattern (a regular expression that is tried on a text) or hash; `api` the name as libraries call it (`child_process.exec`,
    `innerHTML`); `arguments` and `keywords` where their values come from; `facts` what holds when it happens; `calls` the
    places of the calls that led to it, outermost first; `trigger` what starts it in a page; `caught` when a failure of it is
    caught.
    """

    kind: str
    api: str
    location: Location
    arguments: tuple[Origin, ...] = ()
    keywords: tuple[tuple[str, Origin], ...] = ()
    facts: tuple[Fact, ...] = ()
    calls: tuple[Location, ...] = ()
    trigger: str = ""
    caught: bool = False

    def keyword(self, name: str) -> Origin | None:
        """The value given under a name, None when it was not."""
        return next((value for key, value in self.keywords if key == name), None)
