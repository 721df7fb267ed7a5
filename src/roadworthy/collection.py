"""Python's search for garbage, made rare while an audit makes records that stay until its end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 3_000_000
"""Objects made before the youngest are looked through: some 200 MB of them. An audit of 270,000 lines makes about as many; looking
through them every 200,000 cost an eighth of its time, and Python's own 700 more."""


@contextmanager
def calm_collection() -> Iterator[None]:
    """Looks for garbage seldom, and not at all among what is there already (the modules: millions of records)."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_YOUNG, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
