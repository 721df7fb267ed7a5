"""Python's search for garbage, made rare while an audit makes records that stay until its end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 6_000_000
"""Objects made before the youngest are looked through: some 300 MB of them. An audit of 270,000 lines makes four million;
looking through them every three million cost a tenth of its time for 150 MB less."""


def stay_calm() -> None:
    """Looks for garbage seldom from here on, and not at all among what is there already (the modules: millions of records): for a
    process that ends with what it makes. Whoever counts often again has all of it looked through at once."""
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 50)


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
