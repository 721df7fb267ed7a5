"""What detect hands on to prove and fix."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.app import Endpoint, Location


class CrashGap(Struct, frozen=True):
    """`runtime` is node, python or framework. Of an own server in Node: the pools whose errors nobody hears (`deaf`), the
    endpoints whose rejections nobody catches (`loose`), whether it finishes its requests at SIGTERM (`drained`) and does
    something about errors that escape (`last`). `restarts` is what starts it again, in words, '' for nothing."""

    runtime: str
    deaf: tuple[Location, ...] = ()
    loose: tuple[Endpoint, ...] = ()
    drained: bool = True
    last: bool = False
    restarts: str = ""
