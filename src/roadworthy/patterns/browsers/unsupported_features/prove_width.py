"""Finds an element of a fixed width on a phone, and looks whether it lies over the edge of the screen."""

from __future__ import annotations

import msgspec

from roadworthy.app import App
from roadworthy.patterns.browsers.unsupported_features.finding import FeatureGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.filled_page import fill_lists
from roadworthy.proof.routes import open_route, viewer
from roadworthy.proof.screens import led_on, visible_text
from roadworthy.regex import regex
from roadworthy.trial import Trial
from roadworthy.views.pages.small_screens import Misfit, misfits

_ROWS = 5
_DRAWN_MS = 500
_PIXELS = regex(r"\b(\d{3,4})(?:\.\d+)?px")
# What is given such a width, by its style, a class that names it, or a rule of a sheet; how wide it is drawn, and whether something around
# it can be moved sideways. A phone's browser zooms out to what is too wide, so that the screen is what the edge is.
_MEASURE = """(px) => {
  const shown = one => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== 'hidden';
  const given = one => [one.style.width, one.style.minWidth, getComputedStyle(one).minWidth, getComputedStyle(one).width].includes(px + 'px')
    || [...one.classList].some(name => name.endsWith('w-[' + px + 'px]'));
  const moved = one => { for (let around = one; around && around !== document.body; around = around.parentElement) {
    const how = getComputedStyle(around).overflowX;
    if ((how === 'auto' || how === 'scroll') && around.scrollWidth > around.clientWidth) return true; }
    return false; };
  const wide = one => one.getBoundingClientRect().width;
  const meant = [...document.querySelectorAll('body *')].filter(one => shown(one) && given(one));
  const widest = meant.sort((a, b) => wide(b) - wide(a))[0];
  return { screen: screen.width, page: document.scrollingElement.scrollWidth, found: meant.length,
           wide: widest ? wide(widest) : 0, moved: !!widest && moved(widest), tag: widest ? widest.tagName.toLowerCase() : '' };
}"""


class _Measured(msgspec.Struct, frozen=True):
    """In CSS pixels."""

    screen: float
    page: float
    found: int
    wide: float
    moved: bool
    tag: str


def prove_width(
    experiment: Experiment, app: App, trial: Trial, shown_on: str, misfit: Misfit
) -> Reproduction:
    """On the page as it opens."""
    size = _PIXELS.search(misfit.fact)
    if size is None:
        return experiment.untestable("how wide it is meant to be is not known")
    fill_lists(experiment, app, trial, shown_on, _ROWS)
    who = viewer(app, trial, shown_on)
    route = open_route(app, trial, shown_on, who)
    measured, picture = None, None
    # Some pages are for those alone who are not signed in.
    for one in dict.fromkeys((who, "anonymous")):
        with trial.browser(one, phone=True) as opened:
            status = opened.open(route)
            opened.settle()
            opened.page.wait_for_timeout(_DRAWN_MS)
            if status != 200 or not visible_text(opened) or led_on(opened, route):
                continue
            measured = msgspec.convert(opened.page.evaluate(_MEASURE, size[1]), _Measured)
            picture = opened.screenshot(trial.file("roadworthy-phone-width.png"))
            who = one
            break
    if measured is None:
        return experiment.untestable(f"{route} is not shown as it stands")
    experiment.note(
        "act",
        f"{who} opens {route} on a phone whose screen is {measured.screen:.0f} pixels wide",
        shows=f"{measured.found} element(s) of {size[1]} pixels, drawn {measured.wide:.0f} wide; the page: {measured.page:.0f}",
    )
    experiment.picture(str(picture), f"{route} on a phone")
    return _judge(experiment, app, route, misfit, measured, float(size[1]))


def _judge(
    experiment: Experiment, app: App, route: str, misfit: Misfit, measured: _Measured, given: float
) -> Reproduction:
    experiment.measure("drawn for", measured.page, "pixels")
    if not measured.found:
        still = any((one.subject, one.kind) == (misfit.subject, misfit.kind) for one in app.view(misfits))
        if not still and measured.page <= measured.screen:
            return experiment.cleared(f"{route} is no wider than the screen of a phone")
        return experiment.untestable(f"{route} does not show what is so wide when it is opened")
    # What bends is no wider than the screen but for its own edges.
    if measured.wide < given or measured.wide <= measured.screen:
        return experiment.cleared(f"on a phone it shrinks to {measured.wide:.0f} pixels of {route}")
    if measured.moved:
        return experiment.cleared(f"what lies beside the screen of {route} can be moved there by itself")
    return experiment.proven(
        f"on {route} a <{measured.tag}> of {measured.wide:.0f} pixels does not fit the {measured.screen:.0f} of a phone: "
        "the page lies over its edge, or is shrunk as a whole"
    )


def first_of(found: FeatureGap) -> Misfit | None:
    """What is too wide, None where nothing is."""
    return next((one for one in found.misfits if one.kind == "width"), None)
