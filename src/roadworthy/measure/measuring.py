"""Everything that is measured of an app, on one trial."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct

from roadworthy.app import App
from roadworthy.errors import AppError, TrialUnavailable
from roadworthy.measure.load import Load, measure_load
from roadworthy.measure.pages import PageScores, measure_page
from roadworthy.measure.scan import ScanFinding, scan
from roadworthy.proof.doors import plan_trial
from roadworthy.trial import Trial, open_trial

Progress = Callable[[str, float], None]
Taken = TypeVar("Taken")


class Measurements(Struct, frozen=True):
    """What could be measured; None where it could not, with the reason in `missing` by what is missing. `cores` is what
    the measuring machine had."""

    cores: int
    load: Load | None = None
    page: PageScores | None = None
    findings: tuple[ScanFinding, ...] | None = None
    missing: dict[str, str] = {}


def measure_app(
    root: Path, app: App, settings: Mapping[str, Any], *, progress: Progress | None = None
) -> Measurements:
    """Boots the app of `root` and measures it. `settings` are the trial's. What cannot be measured is left out and said:
    an app that does not boot has no numbers."""
    tell = progress or _silent
    missing: dict[str, str] = {}
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        with open_trial(root, plan_trial(app, settings), progress=progress) as trial:
            return _measure(app, trial, cores, tell, missing)
    except (AppError, TrialUnavailable) as error:
        return Measurements(cores, missing={"the app": str(error)})


def _measure(app: App, trial: Trial, cores: int, tell: Progress, missing: dict[str, str]) -> Measurements:
    def taken(name: str, take: Callable[[], Taken]) -> Taken | None:
        begun = time.monotonic()
        try:
            return take()
        except (AppError, TrialUnavailable) as error:
            missing[name] = str(error)
            return None
        finally:
            tell(name, time.monotonic() - begun)

    findings = taken("security scan", lambda: scan(app, trial))
    load = taken("load", lambda: measure_load(app, trial))
    page = taken("Lighthouse", lambda: measure_page(trial))
    return Measurements(cores, load, page, findings, missing)


def _silent(stage: str, seconds: float) -> None:
    """Nobody watches."""
