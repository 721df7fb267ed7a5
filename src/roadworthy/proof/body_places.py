"""Where something stands in the body of a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def value_at(body: Any, path: Sequence[str | int]) -> Any:
    """What stands at a place that is reached through records alone; None for nothing."""
    for name in path:
        body = body.get(name) if isinstance(body, dict) else None
    return body
