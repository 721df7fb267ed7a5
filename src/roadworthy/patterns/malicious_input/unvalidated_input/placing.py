"""Putting a value in the place of a sound one."""

from __future__ import annotations

from typing import Any

# Below the 100 KB at which Express and most body parsers stop, beyond what any form field holds.
LONG = 90_000


def put(body: Any, path: tuple[str, ...], value: Any) -> None:
    """Puts a value at a place of a body; `[]` is each element of a list."""
    here: Any = body
    for number, part in enumerate(path):
        last = number == len(path) - 1
        if part == "[]":
            if last:
                here[:] = [value]
                return
            for item in here:
                put(item, path[number + 1 :], value)
            return
        if last:
            here[part] = value
            return
        here = here.setdefault(part, [{}] if path[number + 1] == "[]" else {})


def value_at(body: Any, path: tuple[str, ...]) -> Any:
    """What stands at a place of a body, of a list in its first element; None for nothing."""
    here: Any = body
    for part in path:
        if part == "[]":
            here = here[0] if isinstance(here, list) and here else None
        else:
            here = here.get(part) if isinstance(here, dict) else None
    return here
