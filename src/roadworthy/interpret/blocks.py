"""How a block begins and how it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.interpret.scope import Scope

if TYPE_CHECKING:
    from roadworthy.interpret.run import Run

FALLS = ""
"""How a block is left that runs to its end."""


def block_scope(run: Run, scope: Scope) -> Scope:
    """Blocks have a scope of their own in JavaScript, none in Python."""
    return scope if run.program.language(run.module) == "python" else Scope(scope)
