"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import BrowserCall


class ApiGap(Struct, frozen=True):
    """The unguarded `calls` of one component into one interface (`family`: storage, clipboard, ...); `route` is a page that
    shows the component, '' when none is known; `early` when one runs while the page is being put together; `keys` are those under
    which they keep something, () where that is not told."""

    component: str
    family: str
    calls: tuple[BrowserCall, ...]
    route: str
    early: bool
    keys: tuple[str, ...] = ()
