"""`roadworthy explain`: what a pattern is about."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from roadworthy.cli import options

if TYPE_CHECKING:
    from roadworthy.catalogue import Room


@click.command()
@click.argument("pattern", metavar="[PATTERN]", default="")
@options.debug
def explain(pattern: str) -> int:
    """Say what a pattern is about, or list all.

    PATTERN is dimension/pattern, as reports name it, or the pattern alone.
    """
    from roadworthy.catalogue import load_rooms, room

    text = explained(room(pattern)) if pattern else listed(load_rooms())
    print(text)
    return 0


def listed(rooms: tuple[Room, ...]) -> str:
    """All patterns by dimension, one line each with its title."""
    from roadworthy.catalogue import DIMENSIONS

    titles = {dimension.id: dimension.title for dimension in DIMENSIONS}
    width = max((len(found.id) for found in rooms), default=0)
    blocks = []
    for dimension, inside in groupby(rooms, key=lambda found: found.dimension):
        lines = [f"  {found.id:{width}}  {found.pattern.fails}" for found in inside]
        blocks.append("\n".join((titles[dimension], *lines)))
    return "\n\n".join(blocks) or "No pattern is installed."


def explained(found: Room) -> str:
    """A pattern's facts and its README."""
    pattern = found.pattern
    facts = [
        found.id,
        f"  fails     {pattern.fails}",
        f"  holds     {pattern.holds}",
        f"  hurts     {pattern.hurts}",
        f"  kind      {pattern.kind}, severity {pattern.severity}, effort {pattern.effort}",
    ]
    if pattern.cwe:
        facts.append(f"  known as  {pattern.cwe}")
    facts += [f"  see       {reference}" for reference in pattern.references]
    facts.append(f"  parts     {', '.join(part for part in ('detect', 'prove', 'fix') if found.has(part))}")
    readme = found.folder / "README.md"
    text = readme.read_text(encoding="utf-8").strip() if readme.is_file() else ""
    return "\n".join(facts) + (f"\n\n{text}" if text else "")
