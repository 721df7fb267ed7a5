"""Opens the page on a phone and looks which pictures were loaded: those far below the screen, and files larger than they are shown."""

from __future__ import annotations

import contextlib
import posixpath
import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Route

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.network.heavy_images.finding import PictureGap
from roadworthy.patterns.network.heavy_images.ways import own_ways
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.filled_page import fill_lists
from roadworthy.proof.page_load import MOBILE_KBPS, MOBILE_LATENCY_MS, recorded
from roadworthy.proof.routes import open_route, viewer
from roadworthy.regex import regex
from roadworthy.trial import BrowserPage, Trial
from roadworthy.views.pages.pictures import HEAVY, Picture
from roadworthy.views.people.people import users_table

_ROWS = 100
# Chromium loads lazy pictures ahead, and the farther the slower it takes the line to be: 1,250 pixels on 4G, 2,500 on 3G, 8,000 where
# it takes it for none, as it does on a network of loopback alone until a latency is set (lazy_image_loading_distance_threshold).
_FAR_PIXELS = {"4g": 1_500, "3g": 3_000}
_FAR_WITHOUT_LINE = 9_000
_LATENCY_MS = 100
_LINE = "() => (navigator.connection || {}).effectiveType || ''"
_ENOUGH = 3
_SETTLE_SECONDS = 15.0
_QUIET_MS = 1_500
_FILE_SECONDS = 40.0
_NAMED = regex(r"image|photo|picture|avatar|cover|thumb|logo|poster|banner", re.I)
_ICONS = (
    "() => [...document.querySelectorAll('link[rel~=icon], link[rel=apple-touch-icon]')].map(one => one.href)"
)
_PICTURES = """() => [...document.images].map(image => {
  const box = image.getBoundingClientRect();
  return { below: Math.round(box.top - innerHeight), address: image.src, width: Math.round(box.width * devicePixelRatio), natural: image.naturalWidth, classes: [...image.classList], around: [...(image.parentElement || image).classList] };
})"""


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """By kind: a list of pictures, or a heavy file."""
    found: PictureGap = gap.details
    experiment = Experiment(
        trial, "A page loads the pictures that are about to be seen, in the size that they are shown in"
    )
    kinds = {one.kind for one in found.pictures}
    shown_on = found.route or "/"
    who = viewer(app, trial, shown_on)
    route = open_route(app, trial, shown_on, who)
    if kinds & {"list", "remote"} and not found.route:
        return experiment.untestable("no page is known to show these pictures")
    if kinds & {"list", "remote"}:
        return _listed(experiment, app, trial, found)
    files = [one for one in found.pictures if one.kind == "file"]
    if files:
        return _files(experiment, trial, who, route, files)
    return experiment.untestable("what another setting would make of the pictures is not seen from outside")


# --- lists -------------------------------------------------------------------------------------------


def _listed(experiment: Experiment, app: App, trial: Trial, found: PictureGap) -> Reproduction:
    """No picture is answered, so that the page stays as it was when the browser decided which to ask for."""
    shown_on = found.route
    ways, alike = own_ways(app, found)
    if alike:
        return experiment.untestable(f"the pictures of {', '.join(alike[:3])} on the same page look the same")
    filled = fill_lists(experiment, app, trial, shown_on, _ROWS) or _with_pictures(app, trial)
    who = viewer(app, trial, shown_on)
    route = open_route(app, trial, shown_on, who)
    held: list[Route] = []

    def hold(one: Route) -> None:
        if one.request.resource_type == "image":
            held.append(one)
        else:
            one.continue_()

    with trial.browser(who, phone=True) as opened:
        opened.page.route("**/*", hold)
        opened.conditions(_LATENCY_MS, 0)
        status = _open(opened, trial.base_url + route)
        with contextlib.suppress(BrowserError):
            opened.page.wait_for_selector("img", state="attached", timeout=_SETTLE_SECONDS * 1000)
        opened.page.wait_for_timeout(_QUIET_MS)
        shown = [one for one in _there(opened) if any(way.is_that_of(one) for way in ways)]
        beyond = _FAR_PIXELS.get(opened.page.evaluate(_LINE), _FAR_WITHOUT_LINE)
        asked = {waiting.request.url for waiting in held}
        for waiting in held:
            with contextlib.suppress(BrowserError):
                waiting.abort()
    nearest: dict[str, int] = {}
    for one in shown:
        nearest[one["address"]] = min(one["below"], nearest.get(one["address"], one["below"]))
    far = {address: below for address, below in nearest.items() if below > beyond}
    loaded = [address for address in far if address in asked]
    experiment.note(
        "act",
        f"{who} opens {route} on a phone and does not scroll ({', '.join(filled) or 'no list'} filled)",
        shows=f"{status}: {len(nearest)} pictures, {len(far)} of them more than {beyond:,} pixels below the screen",
    )
    experiment.note("observe", "of those, asked for already", shows=str(len(loaded)))
    experiment.measure("pictures far below the screen", len(far), "pictures")
    experiment.measure("of them asked for", len(loaded), "pictures")
    return _judge_list(experiment, route, nearest, far, loaded, beyond)


def _judge_list(
    experiment: Experiment,
    route: str,
    nearest: dict[str, int],
    far: dict[str, int],
    loaded: list[str],
    beyond: int,
) -> Reproduction:
    if len(far) < _ENOUGH:
        return experiment.untestable(
            f"{route} shows {len(nearest)} pictures, too few of them so far below the screen that no browser loads them ahead"
        )
    if len(loaded) >= len(far) * 0.9:
        return experiment.proven(
            f"{route} asked at once for all {len(nearest)} pictures, {len(loaded)} of them more than {beyond:,} pixels below "
            f"the screen, the lowest {max(far.values()):,}; nobody had scrolled"
        )
    if len(loaded) <= len(far) * 0.1 or _nearest_first(far, loaded):
        return experiment.cleared(
            f"{route} asked for {len(loaded)} of {len(far)} pictures far below the screen: the others wait"
        )
    return experiment.untestable(f"{len(loaded)} of {len(far)} pictures far below the screen were asked for")


def _nearest_first(far: dict[str, int], loaded: list[str]) -> bool:
    """Whether those that were asked for lie above all that wait: a browser that loads pictures as they come near was a little ahead,
    because the page was shorter when it decided."""
    waiting = [below for address, below in far.items() if address not in loaded]
    return bool(waiting) and max(far[address] for address in loaded) < min(waiting)


def _with_pictures(app: App, trial: Trial) -> list[str]:
    """Fills the tables whose rows name pictures; their names."""
    database = trial.database
    if database is None:
        return []
    kept = database.tables()
    people = users_table(app)
    found = [
        table.name
        for table in app.tables
        if table.name in kept
        and (people is None or table.name != people.name)
        and any(_NAMED.search(column.name) for column in table.columns)
    ]
    for name in found:
        database.fill(name, _ROWS)
    return found


def _open(opened: BrowserPage, address: str) -> int:
    """Opens the page and waits for its markup alone: the pictures never come. The status, 0 for none."""
    try:
        answer = opened.page.goto(address, wait_until="domcontentloaded", timeout=_SETTLE_SECONDS * 1000)
    except BrowserError:
        return 0
    return answer.status if answer is not None else 0


def _there(opened: BrowserPage) -> list[dict[str, Any]]:
    try:
        return list(opened.page.evaluate(_PICTURES))
    except BrowserError:
        return []


# --- files -------------------------------------------------------------------------------------------


def _files(experiment: Experiment, trial: Trial, who: str, route: str, files: list[Picture]) -> Reproduction:
    with recorded(trial, who, MOBILE_LATENCY_MS, MOBILE_KBPS) as (opened, recorder):
        status = opened.open(route, timeout=_FILE_SECONDS)
        opened.settle(_SETTLE_SECONDS)
        shown = _there(opened)
        images = [one for one in recorder.requests if one.kind == "Image" and one.ended]
    experiment.note(
        "act",
        f"{who} opens {route} on a phone over a mobile network",
        shows=f"{status}: {'; '.join(f'{one.path} {one.wire:,} bytes' for one in images) or 'no pictures'}",
    )
    stems = {posixpath.splitext(posixpath.basename(one.path))[0] for one in files}
    own = [one for one in images if any(posixpath.basename(one.path).startswith(stem) for stem in stems)]
    heavy = [one for one in own if one.wire > HEAVY]
    if heavy:
        first = heavy[0]
        widths = [one for one in shown if one["address"].endswith(first.path)]
        drawn = f", shown {widths[0]['width']} of its {widths[0]['natural']} pixels wide" if widths else ""
        took = first.ended - first.begun
        experiment.measure("transferred for one picture", first.wire, "bytes")
        return experiment.proven(
            f"{route} transferred {first.wire:,} bytes for {first.path} in {took:.1f} s{drawn}"
        )
    if own:
        return experiment.cleared(
            f"{route} transferred {max(one.wire for one in own):,} bytes at most for these pictures"
        )
    return _icons(experiment, trial, who, route, stems) or experiment.untestable(
        f"{route} does not load {files[0].path}"
    )


def _icons(
    experiment: Experiment, trial: Trial, who: str, route: str, stems: set[str]
) -> Reproduction | None:
    """A picture that the page names as its icon: a browser with a window loads it on every first visit, one without leaves it."""
    with trial.browser(who) as opened:
        opened.open(route)
        named = [urlsplit(address).path for address in opened.page.evaluate(_ICONS)]
    for path in dict.fromkeys(named):
        if not any(posixpath.basename(path).startswith(stem) for stem in stems):
            continue
        answer = experiment.send(who, "GET", path, says=f"the icon that {route} names")
        kind = answer.headers.get("content-type", "")
        if answer.ok and kind.startswith("image/") and len(answer.body) > HEAVY:
            experiment.measure("transferred for one picture", len(answer.body), "bytes")
            return experiment.proven(f"{route} names {path} as its icon, of {len(answer.body):,} bytes")
    return None
