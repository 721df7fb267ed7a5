"""Measurements as pictures: lines of an SVG chart, computed here so that the page needs no script to show them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from roadworthy.proof import Measurement
from roadworthy.report.record import ReportedGap

WIDTH, HEIGHT = 560.0, 220.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 36.0, 14.0, 30.0
_TICKS = 4

Points = Sequence[tuple[float, float]]


class Line(Struct, frozen=True):
    """`kind` is before or after; `points` as SVG writes them; `end` is the last point."""

    kind: str
    points: str
    end: tuple[float, float]
    dots: tuple[tuple[float, float], ...]


class Tick(Struct, frozen=True):
    """A mark on an axis: its position and its words."""

    at: float
    text: str


class Chart(Struct, frozen=True):
    """A chart in a box of 560 by 220."""

    name: str
    unit: str
    lines: tuple[Line, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    says: str


class NumberRow(Struct, frozen=True):
    """A measurement with its value before and after, as words; '' where it was not taken."""

    name: str
    before: str
    after: str


def number_rows(gap: ReportedGap) -> tuple[NumberRow, ...]:
    """Every measurement of a gap. Without a repair the one value stands under `before`."""
    first, second = _sides(gap)
    names = dict.fromkeys((*first, *second))
    return tuple(NumberRow(name, _with_unit(first.get(name)), _with_unit(second.get(name))) for name in names)


def charts(gap: ReportedGap) -> tuple[Chart, ...]:
    """One chart for every measurement that is a curve, before and after in the same box."""
    first, second = _sides(gap)
    made = []
    for name in dict.fromkeys((*first, *second)):
        curves = [(kind, side[name]) for kind, side in (("before", first), ("after", second)) if name in side]
        drawn = [(kind, measured) for kind, measured in curves if len(measured.series) > 1]
        if drawn:
            made.append(_chart(drawn))
    return tuple(made)


def _sides(gap: ReportedGap) -> tuple[dict[str, Measurement], dict[str, Measurement]]:
    now = {m.name: m for m in gap.reproduction.measurements} if gap.reproduction else {}
    if gap.before is None:
        return (now, {}) if gap.state != "cleared" else ({}, now)
    return {m.name: m for m in gap.before.measurements}, now


def _chart(drawn: Sequence[tuple[str, Measurement]]) -> Chart:
    every = [point for _, measured in drawn for point in measured.series]
    low_x, high_x = min(x for x, _ in every), max(x for x, _ in every)
    high_y = max(max(y for _, y in every), 0.0) or 1.0
    span_x = (high_x - low_x) or 1.0

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x = _LEFT + (point[0] - low_x) / span_x * (WIDTH - _LEFT - _RIGHT)
        y = HEIGHT - _BOTTOM - max(point[1], 0.0) / high_y * (HEIGHT - _TOP - _BOTTOM)
        return round(x, 1), round(y, 1)

    lines = tuple(
        _line(kind, [place(point) for point in sorted(measured.series)]) for kind, measured in drawn
    )
    across = tuple(Tick(place((x, 0))[0], number(x)) for x in round_ticks(low_x, high_x))
    up = tuple(Tick(place((low_x, y))[1], number(y)) for y in round_ticks(0.0, high_y))
    first = drawn[0][1]
    says = "; ".join(
        f"{kind}: {number(m.series[0][1])} at {number(m.series[0][0])}, {number(m.series[-1][1])} at {number(m.series[-1][0])}"
        for kind, m in drawn
    )
    return Chart(first.name, first.unit, lines, across, up, says)


def round_ticks(low: float, high: float) -> tuple[float, ...]:
    """Round numbers (steps of 1, 2 or 5 times a power of ten) from `low` to `high`, about five."""
    if not high > low:
        return (low,)
    rough = (high - low) / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= 0.7 * rough)
    first = math.ceil(low / step)
    return tuple(step * number for number in range(first, math.floor(high / step + 1e-9) + 1))


def _line(kind: str, points: Points) -> Line:
    return Line(kind, " ".join(f"{x},{y}" for x, y in points), points[-1], tuple(points))


def _with_unit(measured: Measurement | None) -> str:
    if measured is None:
        return ""
    if measured.unit == "bytes":
        return _bytes(measured.value)
    return f"{number(measured.value)}\N{NO-BREAK SPACE}{measured.unit}"


def _bytes(value: float) -> str:
    for size, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if abs(value) >= size:
            return f"{number(value / size)}\N{NO-BREAK SPACE}{unit}"
    return f"{number(value)} bytes"


def number(value: float) -> str:
    """A number for reading: grouped by thousands, two digits after the point at most, fewer when it is large."""
    if not math.isfinite(value):
        return "?"
    digits = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"
