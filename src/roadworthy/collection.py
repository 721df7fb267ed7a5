"""Python's search for garbage, made rare while an audit makes records that stay until its end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 2_000_000
"""Objects made before the youngest are looked through: some 100 MB of them. Of 270,000 lines (documenso), understanding took the
same 14.5 s of one processor with two million as with six, and 400 instead of 510 MB."""
_OLDER = 5
"""Times that the young are looked through before those that outlived it are: what one run of the interpreter leaves behind hangs
together, and was often in use the first time."""


def stay_calm() -> None:
    """Looks for garbage seldom from here on, and not at all among what is there already (the modules: millions of records): for a
    process that ends with what it makes. Whoever counts often again has all of it looked through at once."""
    gc.freeze()
    gc.set_threshold(_YOUNG, _OLDER, 20)


@contextmanager
def calm_collection() -> Iterator[None]:
    """Looks for garbage seldom for a while."""
    before = gc.get_threshold()
    stay_calm()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
