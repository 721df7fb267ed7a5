"""Migrations that are scripts: each file of a folder offers an `up` that is run with what makes tables, in the order of their names."""

from __future__ import annotations

from roadworthy.interpret import Args, Closure, External, Program, Run, Value
from roadworthy.regex import Regex, regex

_FILES = regex(r"(^|/)migrations?/[^/]+\.(js|ts|cjs|mjs)$")


def run_ups(program: Program, speaks: Regex[str], given: Value, library: str) -> None:
    """Runs the `up` of every migration whose text `speaks` of the library, with what it is handed and the library itself."""
    for path in sorted(one for one in program.modules if _FILES.search(one)):
        up = program.exports(path).get("up") if speaks.search(program.text(path)) else None
        if isinstance(up, Closure):
            run = Run(program, path)
            run.call(up, Args([given, External(library)]), up.function)
