"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Location


class ScriptGap(Struct, frozen=True):
    """`subject` shows `what` as markup through `api` at `place`; `declared` is where the subject stands. `way` is markup,
    serialized (markup by way of JSON), link, answer, address (a link to what was typed in) or template; `route` is a page that shows it ('' where none is known);
    `guessed` when only its name says that people write it: a component was handed it, made by whom was not seen."""

    subject: str
    what: str
    api: str
    way: str
    place: Location
    declared: Location | None = None
    how: str = ""
    route: str = ""
    guessed: bool = False
