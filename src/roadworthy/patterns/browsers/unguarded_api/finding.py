"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import BrowserCall


class ApiGap(Struct, frozen=True):
    """The unguarded `calls` of one component into one interface (`family`: storage, clipboard, ...); `route` is a page that
    shows the component, '' when none is known; `early` when one runs while the page is being put together."""

    component: str
    family: str
    calls: tuple[BrowserCall, ...]
    route: str
    early: bool
