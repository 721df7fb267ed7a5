"""The table of what is shown on which stack, derived from the cases that the harness runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from roadworthy.catalogue import DIMENSIONS
from roadworthy.catalogue.ids import IDS
from tests.patterns.harness import Case
from tools.accuracy import measured

STACKS = {
    "Express, Drizzle, React": ("express",),
    "FastAPI, SQLAlchemy": ("fastapi",),
    "Next.js": ("nextjs",),
    "Supabase, React": ("supabase",),
    "Prisma": ("express-prisma", "express-prisma-mysql"),
    "Mongoose": ("express-mongoose", "express-mongo"),
    "FastAPI, Motor": ("fastapi-mongo",),
    "MySQL": ("express-mysql", "fastapi-mysql", "express-prisma-mysql"),
    "SQLite": ("express-sqlite",),
    "Sequelize": ("express-sequelize",),
    "TypeORM": ("express-typeorm", "nest-typeorm"),
    "Flask": ("flask",),
    "Django": ("django",),
}
"""What people call a stack, and the base apps under tests/bases that are of it."""

COLUMNS = ("detect", "prove", "fix", "verify")

_INTRODUCTION = """\
# Coverage

Made by `make docs` from the cases in the patterns' folders; nothing here is typed in. `detect`: a case where the gap
must be found and a near miss that must stay silent. `prove`: a case that the harness runs. The reproduction fails, the
repair is applied, the reproduction passes, the normal flow still works, and without the repair it fails again. `fix`,
`verify`: the repair was Roadworthy's own (the whole way); elsewhere the case brings one made by hand. What one stack
has no case of may well be found there: patterns are written once.

Recall (labelled gaps that are found) and precision (reports that a label agrees with) were measured on 13 real apps that
engineers had read line by line. Most rules were written with these apps at hand: on others expect less
([what was measured on them](decisions/0014-unseen-apps.md)).
"""


def coverage_page(cases: Sequence[Case], built: Iterable[str]) -> str:
    """docs/coverage.md. `built` are the ids of the rooms there are."""
    own = {identifier: [case for case in cases if case.room.id == identifier] for identifier in built}
    blocks = [_INTRODUCTION, "\n".join(_summary(own)) + "\n"]
    blocks += ["\n".join(_table(dimension.id, dimension.title, own)) + "\n" for dimension in DIMENSIONS]
    return "\n".join(blocks)


def shown(cases: Iterable[Case], bases: Sequence[str]) -> tuple[str, ...]:
    """Which columns one pattern's cases show on a stack."""
    there = [case for case in cases if case.about.stack in bases]
    detected = {case.is_gap for case in there} == {True, False}
    run = [case for case in there if case.is_gap and case.about.runnable]
    fixed = any(not case.repaired_by_hand for case in run)
    return (COLUMNS[:1] if detected else ()) + (COLUMNS[1:2] if run else ()) + (COLUMNS[2:] if fixed else ())


def _summary(own: dict[str, list[Case]]) -> Iterator[str]:
    yield f"{len(own)} of {len(IDS)} patterns are built."
    yield ""
    for title, bases in STACKS.items():
        marks = [mark for cases in own.values() for mark in shown(cases, bases)]
        yield f"- {title}: {', '.join(f'{column} {marks.count(column)}' for column in COLUMNS)}"


def _table(dimension: str, title: str, own: dict[str, list[Case]]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield "| pattern | the whole way on | proven on | found on | recall | precision |"
    yield "|---" * 6 + "|"
    for identifier in IDS:
        if identifier.startswith(f"{dimension}/"):
            yield _row(identifier, own.get(identifier))


def _row(identifier: str, cases: list[Case] | None) -> str:
    if cases is None:
        return f"| `{identifier}` | not built yet | | | |"
    name = identifier.split("/")[1]
    reached: dict[str, list[str]] = {"verify": [], "prove": [], "detect": [], "": []}
    for title, bases in STACKS.items():
        furthest = next(
            (column for column in ("verify", "prove", "detect") if column in shown(cases, bases)), ""
        )
        reached[furthest].append(title)
    numbers = measured().get(identifier)
    cells = (
        *("; ".join(reached[column]) or "-" for column in ("verify", "prove", "detect")),
        (numbers.cell if numbers else "- | -"),
    )
    return f"| [`{identifier}`](patterns/{identifier.split('/')[0]}/{name}.md) | {' | '.join(cells)} |"
