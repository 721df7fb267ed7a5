"""Which cases go the whole way in `make test`: few, but every dimension and every stack is among them."""

from __future__ import annotations

from collections.abc import Sequence

from tests.patterns.harness import Case


def chosen(runnable: Sequence[Case]) -> list[Case]:
    """Cases in their order, each the first of its dimension or of its stack. The others are for `make experiments`."""
    dimensions: set[str] = set()
    stacks: set[str] = set()
    kept = []
    for case in runnable:
        dimension = case.room.id.split("/")[0]
        if dimension not in dimensions or case.about.stack not in stacks:
            kept.append(case)
        dimensions.add(dimension)
        stacks.add(case.about.stack)
    return kept
