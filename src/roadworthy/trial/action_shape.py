"""What a trial must be told of an app's server actions to call them."""

from __future__ import annotations

import msgspec

ACTION = "ACTION"
"""The method under which requests name a server action; their path is its name, their JSON its fields by name."""


class ActionArgument(msgspec.Struct, frozen=True):
    """One argument: `name` is its key in the request's fields ('' when it takes them all), `form` sends a FormData."""

    name: str
    form: bool = False


class ActionShape(msgspec.Struct, frozen=True):
    """One action: `name` as reports call it, the file (relative to the app's root) and the export that hold it."""

    name: str
    file: str
    exported: str
    arguments: tuple[ActionArgument, ...] = ()
