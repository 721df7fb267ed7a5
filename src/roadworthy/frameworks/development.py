"""What an app puts in only where developers run it: `if settings.ENVIRONMENT == "local": app.include_router(tools)`."""

from __future__ import annotations

import re

from roadworthy.app.origin import Fact, Origin
from roadworthy.frameworks.origins import facts_of
from roadworthy.interpret import Run
from roadworthy.regex import regex

_WHERE = regex(r"(development|develop|dev|local|localhost|test|testing|debug)", re.I)
_SWITCH = regex(r"(^|_)(DEBUG|DEV|DEVELOPMENT|TESTING)$", re.I)


def only_in_development(run: Run) -> bool:
    """Whether this point is reached only where the surroundings say that the app is being worked on."""
    return any(map(_says_so, facts_of(run.context.conditions)))


def _says_so(fact: Fact) -> bool:
    surroundings = [leaf for leaf in fact.left.leaves() if leaf.kind == "environment"]
    if not fact.holds or not surroundings:
        return False
    if fact.right is None:
        return fact.operator == "truthy" and any(
            leaf.path and _SWITCH.search(leaf.path[-1]) for leaf in surroundings
        )
    return fact.operator in ("==", "in") and _are_places_of_work(fact.right)


def _are_places_of_work(origin: Origin) -> bool:
    leaves = list(origin.leaves())
    return bool(leaves) and all(
        leaf.kind == "constant" and isinstance(leaf.value, str) and _WHERE.fullmatch(leaf.value)
        for leaf in leaves
    )
