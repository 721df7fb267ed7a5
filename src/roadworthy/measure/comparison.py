"""The certificate: the same measurements before and after, and how they were taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roadworthy.measure import load as load_module
from roadworthy.measure import pages
from roadworthy.measure.load import Load
from roadworthy.measure.measuring import Measurements
from roadworthy.report.certificate import Certificate, CertificateNumber


def certificate(
    before: Measurements, after: Measurements, *, branch: str = "", documents: Sequence[str] = ()
) -> Certificate:
    """The numbers side by side; None on a side that has none."""
    return Certificate(
        numbers=(*_load(before, after), *_page(before, after), *_scan(before, after)),
        conditions=tuple(_conditions(before, after)),
        branch=branch,
        documents=tuple(documents),
    )


def _load(before: Measurements, after: Measurements) -> Iterator[CertificateNumber]:
    if before.load is None and after.load is None:
        return
    pair = [taken.load.best if taken.load is not None else None for taken in (before, after)]
    for name, unit, attribute, higher in (
        ("answers", "requests/s", "requests_per_second", True),
        ("half of the answers within", "ms", "p50", False),
        ("19 of 20 answers within", "ms", "p95", False),
        ("failures", "requests", "failures", False),
    ):
        sides = [float(getattr(run, attribute)) if run is not None else None for run in pair]
        yield CertificateNumber("Load", name, unit, sides[0], sides[1], higher)


def _page(before: Measurements, after: Measurements) -> Iterator[CertificateNumber]:
    if before.page is None and after.page is None:
        return
    for name, unit, attribute, higher in (
        ("performance", "of 100", "performance", True),
        ("accessibility", "of 100", "accessibility", True),
        ("best practices", "of 100", "best_practices", True),
        ("first visit", "kB", "kilobytes", False),
    ):
        sides = [
            float(getattr(taken.page, attribute)) if taken.page is not None else None
            for taken in (before, after)
        ]
        yield CertificateNumber("Lighthouse", name, unit, sides[0], sides[1], higher)


def _scan(before: Measurements, after: Measurements) -> Iterator[CertificateNumber]:
    sides = [float(len(one.findings)) if one.findings is not None else None for one in (before, after)]
    if sides != [None, None]:
        yield CertificateNumber("Security scan", "findings", "findings", sides[0], sides[1], False)


# --- how they were taken -----------------------------------------------------------------------------


def _conditions(before: Measurements, after: Measurements) -> Iterator[str]:
    cores = f"{before.cores} processor core" + ("" if before.cores == 1 else "s")
    yield f"Before and after were measured in the same way, on one machine with {cores}, which also ran the measuring."
    loads = [taken.load for taken in (before, after) if taken.load is not None]
    if loads:
        yield from _load_conditions(loads)
    if before.page is not None or after.page is not None:
        yield (
            f"Lighthouse {pages.LIGHTHOUSE} judged the front page once, as a phone on a slow line; a few points up or "
            "down between two runs are usual. Files from other servers were not loaded."
        )
    for when, taken in (("before", before), ("after", after)):
        for what, reason in sorted(taken.missing.items()):
            yield f"Not measured {when}: {what}: {reason}."


def _load_conditions(loads: list[Load]) -> Iterator[str]:
    seconds, spread = load_module.SECONDS, max(load.spread for load in loads)
    rows = f", with {loads[0].rows:,} rows in each table" if loads[0].rows else ""
    yield (
        f"Load: {load_module.USERS} visitors at once, each asking again as soon as it was answered, for {seconds:.0f} seconds "
        f"after {load_module.WARM_UP_SECONDS:.0f} of warming up{rows}; they asked for {', '.join(loads[0].subjects)} "
        f"{f'as {loads[0].actor}' if loads[0].actor != 'anonymous' else 'without a sign-in'}."
    )
    yield (
        f"Of {load_module.RUNS} load runs the better counts; they differed by up to {spread * 100:.0f} %, so that a smaller "
        "difference between before and after means nothing."
    )
    if len(loads) == 2 and set(loads[0].subjects) != set(loads[1].subjects):
        gone = sorted(set(loads[0].subjects) - set(loads[1].subjects))
        new = sorted(set(loads[1].subjects) - set(loads[0].subjects))
        told = [f"without {', '.join(gone)}" if gone else "", f"with {', '.join(new)}" if new else ""]
        yield f"After the repairs the mix was another: {' and '.join(filter(None, told))}."
    limited = max(load.best.limited for load in loads)
    if limited:
        yield f"The app's own rate limit refused up to {limited:,} requests of a run, which are not counted."
