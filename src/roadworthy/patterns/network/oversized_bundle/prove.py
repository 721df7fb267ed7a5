"""Opens the front page on a phone for the first time, and looks for other pages' texts in what was downloaded."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator

from playwright.sync_api import Error as BrowserError

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.network.oversized_bundle.finding import BundleGap
from roadworthy.patterns.network.oversized_bundle.package_texts import texts_of
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.page_load import MOBILE_KBPS, MOBILE_LATENCY_MS, PHONE_SLOWDOWN, Loaded, recorded
from roadworthy.proof.routes import open_route
from roadworthy.proof.screens import visible_text
from roadworthy.trial import Trial
from roadworthy.views.pages.bundle import weights

_SETTLE_SECONDS = 25.0
# So many pages that nobody asked for are no accident of how a bundler shares code.
_FEW = 3
# So many texts of a package are its code, not a word that others say too.
_SURE = 5
_READ = "() => document.body.innerText.trim().length > 3"
_READ_SECONDS = 20.0
# From the page itself: whoever serves it need not be the app's server.
_TEXT = "url => fetch(url, { cache: 'force-cache' }).then((answer) => answer.text())"


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """What comes with the first visit to one page: the code of how many others."""
    found: BundleGap = gap.details
    experiment = Experiment(trial, "A first visit downloads the code of the page that is visited")
    if not any(one.kind == "routes" for one in found.weights):
        return _of_packages(experiment, app, trial, found)
    others = {file: texts for file, texts in _still_there(app, found) if file != found.file}
    if not found.route or len(others) < _FEW:
        return experiment.untestable("too few pages have texts of their own by which their code is known")
    route = open_route(app, trial, found.route, "anonymous")
    scripts, code, seconds = _visit(trial, route)
    if not scripts or not code:
        return experiment.untestable(f"{route} shows nothing, or loads no script of the app's own")
    return _judge(experiment, route, scripts, code, others, seconds)


def _of_packages(experiment: Experiment, app: App, trial: Trial, found: BundleGap) -> Reproduction:
    """Whether the first page comes with the code of a heavy package."""
    packages = list(dict.fromkeys(one.package for one in found.weights if one.package))
    said = {package: texts_of(trial, package) for package in packages}
    if not packages or not found.route:
        return experiment.untestable("no page without a guard is known that loads it")
    gone = [package for package, texts in said.items() if texts is None]
    if len(gone) == len(packages):
        return experiment.cleared(f"{', '.join(gone)} is not installed any more")
    route = open_route(app, trial, found.route, "anonymous")
    scripts, code, seconds = _visit(trial, route)
    if not scripts or not code:
        return experiment.untestable(f"{route} shows nothing, or loads no script of the app's own")
    wire = _told(experiment, route, scripts, seconds)
    known = {package: [text for text in texts if text in code] for package, texts in said.items() if texts}
    for package, come in known.items():
        shows = f"{len(come)} of {len(said[package] or ())}, such as '{(come or ['none'])[0]}'"
        experiment.note("observe", f"texts of {package} in what was downloaded", shows=shows)
    heavy = [package for package, come in known.items() if len(come) >= _SURE]
    if heavy:
        return experiment.proven(
            f"{route} came with the code of {', '.join(heavy)}: {wire:,} bytes of script, {seconds:.1f} s until anything can be read "
            "on a phone"
        )
    # A part of the page that was not drawn may bring what the app still asks for.
    still = {one.package for one in app.view(weights)} & set(packages)
    if not still and len(known) + len(gone) == len(packages) and not any(known.values()):
        return experiment.cleared(
            f"{route} came without the code of {', '.join(packages)}, {wire:,} bytes of script"
        )
    return experiment.untestable(
        f"whether {', '.join(packages)} came with {route} cannot be told by their texts"
    )


def _still_there(app: App, found: BundleGap) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The pages and those of their texts that the app's source holds as it is now."""
    source = "\n".join(app.text(path) for path in app.modules)
    for file, texts in found.pages:
        kept = tuple(text for text in texts if text in source)
        if kept:
            yield file, kept


def _visit(trial: Trial, route: str) -> tuple[list[Loaded], str, float]:
    """The scripts of the app's own, their text ('' where the page shows nothing), and the seconds until something could
    be read."""
    with recorded(trial, "anonymous", MOBILE_LATENCY_MS, MOBILE_KBPS, PHONE_SLOWDOWN) as (opened, recorder):
        begun = time.monotonic()
        opened.open(route, timeout=60.0)
        with contextlib.suppress(BrowserError):
            opened.page.wait_for_function(_READ, timeout=_READ_SECONDS * 1000)
        painted = time.monotonic() - begun
        opened.settle(_SETTLE_SECONDS)
        own = [
            one for one in recorder.requests if one.kind == "Script" and one.url.startswith(trial.base_url)
        ]
        shown = visible_text(opened)
        code = "\n".join(opened.page.evaluate(_TEXT, one.url) for one in own) if shown else ""
        return own, code, painted


def _judge(
    experiment: Experiment,
    route: str,
    scripts: list[Loaded],
    code: str,
    others: dict[str, tuple[str, ...]],
    seconds: float,
) -> Reproduction:
    wire = _told(experiment, route, scripts, seconds)
    come = {
        file: text for file, texts in others.items() for text in texts[:1] if any(t in code for t in texts)
    }
    experiment.note(
        "observe",
        "texts of other pages in what was downloaded",
        shows="; ".join(f"{file}: '{text}'" for file, text in sorted(come.items())) or "none",
    )
    if len(come) >= max(_FEW, len(others) / 2):
        return experiment.proven(
            f"{route} came with the code of {len(come)} other pages ({', '.join(sorted(map(_short, come))[:4])}, ...): "
            f"{wire:,} bytes of script, {seconds:.1f} s until anything can be read on a phone"
        )
    if len(come) < _FEW:
        return experiment.cleared(
            f"{route} came with the code of {len(come)} of {len(others)} other pages, {wire:,} bytes of script"
        )
    return experiment.untestable(f"{route} came with the code of {len(come)} of {len(others)} other pages")


def _told(experiment: Experiment, route: str, scripts: list[Loaded], seconds: float) -> int:
    """Notes a first visit; the bytes of script that came with it."""
    wire = sum(one.wire for one in scripts)
    experiment.note(
        "act",
        f"somebody opens {route} for the first time, on a phone over a mobile network",
        shows=f"{len(scripts)} scripts, {wire:,} bytes; something to read after {seconds:.1f} s",
    )
    experiment.measure("script transferred", wire, "bytes")
    experiment.measure("until something can be read", round(seconds, 2), "s")
    return wire


def _short(file: str) -> str:
    return re.sub(r"\.\w+$", "", file.rsplit("/", 1)[-1])
