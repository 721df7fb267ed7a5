"""How an app's pages are built when they live in a folder of their own."""

from __future__ import annotations

import msgspec


class PagesPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How the pages are built. `cwd` and `output` (where built pages may lie) are relative to the copy and to `cwd`.

    `next`: pages that need Next.js to run. `addresses` are the variables that hold the server's address, with the path
    that belongs to it (`{"VITE_API_URL": "/api"}`).
    """

    cwd: str
    install: tuple[str, ...]
    build: tuple[str, ...]
    output: tuple[str, ...] = ("dist", "build", "out")
    next: bool = False
    addresses: dict[str, str] = msgspec.field(default_factory=dict)
