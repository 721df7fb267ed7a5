"""Opens the page on a phone and looks which pictures were loaded: those far below the screen, and files larger than they are shown."""

from __future__ import annotations

import posixpath
import zlib
from struct import pack
from typing import Any

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Route

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.network.heavy_images.finding import PictureGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.filled_page import fill_lists
from roadworthy.proof.page_load import MOBILE_KBPS, MOBILE_LATENCY_MS, recorded
from roadworthy.proof.routes import open_route
from roadworthy.trial import BrowserPage, Trial
from roadworthy.views.pages.pictures import HEAVY, Picture

_ROWS = 60
# Chromium begins to load a lazy picture when it is 1,250 to 2,500 pixels away, depending on the line.
_FAR_PIXELS = 3_000
_ENOUGH = 5
_SETTLE_SECONDS = 15.0
_FILE_SECONDS = 40.0
_WIDTH, _HEIGHT = 1_600, 1_200
_PICTURES = """() => [...document.images].map(image => {
  const box = image.getBoundingClientRect();
  return { below: Math.round(box.top - innerHeight), loaded: image.complete && image.naturalWidth > 0, address: image.currentSrc || image.src,
           width: Math.round(box.width * devicePixelRatio), natural: image.naturalWidth };
})"""


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """By kind: a list of pictures, or a heavy file."""
    found: PictureGap = gap.details
    experiment = Experiment(
        trial, "A page loads the pictures that are about to be seen, in the size that they are shown in"
    )
    kinds = {one.kind for one in found.pictures}
    route = open_route(app, trial, found.route)
    if kinds & {"list", "remote"}:
        return _listed(experiment, app, trial, found.route)
    files = [one for one in found.pictures if one.kind == "file"]
    if files:
        return _files(experiment, trial, route, files)
    return experiment.untestable("what another setting would make of the pictures is not seen from outside")


# --- lists -------------------------------------------------------------------------------------------


def _listed(experiment: Experiment, app: App, trial: Trial, shown_on: str) -> Reproduction:
    filled = fill_lists(experiment, app, trial, shown_on, _ROWS)
    route = open_route(app, trial, shown_on)
    with trial.browser("alice", phone=True) as opened:
        opened.page.route("**/*", _answer_pictures)
        status = opened.open(route)
        opened.settle(_SETTLE_SECONDS)
        pictures = _there(opened)
    far = [one for one in pictures if one["below"] > _FAR_PIXELS]
    loaded = [one for one in far if one["loaded"]]
    experiment.note(
        "act",
        f"alice opens {route} on a phone and does not scroll ({', '.join(filled) or 'no list'} filled); each picture is one of "
        f"{_WIDTH} x {_HEIGHT} pixels",
        shows=f"{status}: {len(pictures)} pictures, {len(far)} of them more than {_FAR_PIXELS} pixels below the screen",
    )
    experiment.note("observe", "of those, loaded already", shows=str(len(loaded)))
    experiment.measure("pictures far below the screen", len(far), "pictures")
    experiment.measure("of them loaded", len(loaded), "pictures")
    if len(far) < _ENOUGH:
        return experiment.untestable(
            f"{route} shows {len(pictures)} pictures, too few of them far below the screen to tell"
        )
    if len(loaded) >= len(far) * 0.9:
        return experiment.proven(
            f"{route} loaded {len(loaded)} of {len(far)} pictures that lie more than {_FAR_PIXELS} pixels below the screen, "
            f"before anybody scrolled; the lowest is {max(one['below'] for one in far):,} pixels down"
        )
    if len(loaded) <= len(far) * 0.1:
        return experiment.cleared(
            f"{route} loaded {len(loaded)} of {len(far)} pictures far below the screen: the others wait"
        )
    return experiment.untestable(f"{len(loaded)} of {len(far)} pictures far below the screen were loaded")


def _there(opened: BrowserPage) -> list[dict[str, Any]]:
    try:
        return list(opened.page.evaluate(_PICTURES))
    except BrowserError:
        return []


def _answer_pictures(route: Route) -> None:
    """Pictures that rows name are on other servers or nowhere: each request for one gets the same photograph."""
    if route.request.resource_type == "image":
        route.fulfill(status=200, content_type="image/png", body=_photograph())
    else:
        route.continue_()


def _photograph() -> bytes:
    line = b"\0" + b"\x90" * _WIDTH
    parts = (
        (b"IHDR", pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(line * _HEIGHT)),
        (b"IEND", b""),
    )
    chunks = (
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


# --- files -------------------------------------------------------------------------------------------


def _files(experiment: Experiment, trial: Trial, route: str, files: list[Picture]) -> Reproduction:
    with recorded(trial, "alice", MOBILE_LATENCY_MS, MOBILE_KBPS) as (opened, recorder):
        status = opened.open(route, timeout=_FILE_SECONDS)
        opened.settle(_SETTLE_SECONDS)
        shown = _there(opened)
        images = [one for one in recorder.requests if one.kind == "Image" and one.ended]
    experiment.note(
        "act",
        f"alice opens {route} on a phone over a mobile network",
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
    return experiment.untestable(f"{route} does not load {files[0].path}")
