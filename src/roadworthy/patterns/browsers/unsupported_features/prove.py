"""Opens the page on a phone and measures it, or in a browser that lacks what its script asks for."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.browsers.unsupported_features.finding import FeatureGap
from roadworthy.patterns.browsers.unsupported_features.prove_width import first_of, prove_width
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.filled_page import fill_lists
from roadworthy.proof.narrow_screen import Narrow, narrow
from roadworthy.proof.other_browsers import Lacked, Visit, shown_elsewhere
from roadworthy.proof.routes import open_route, viewer
from roadworthy.proof.screens import visible_text
from roadworthy.trial import Trial
from roadworthy.trial.engines.found import FIREFOX, WEBKIT
from roadworthy.views.pages.new_features import NewFeature

_ROWS = 5
_DRAWN_MS = 500
# Phones zoom a page out that does not say how wide it wants to be: 980 px is what they take it to be made for.
_ZOOMED_OUT = 1.3
_MUCH = 0.25
_HALF = 0.5
_WITHIN = {
    "table": "table th, table td, table a, table button",
    "navigation": "nav a, nav button, header a, header button",
}
_WHY_NOT = {
    "height": "a browser without a window has no bar that comes and goes",
    "tabs": "when tabs overlap so much that they cannot be told apart is not measured yet",
    "gone": "which links a phone does not show is not measured yet",
    "centred": "what reaches over the upper edge is not measured yet",
    "dialog": "how the dialog is opened is not known",
    "window": "how the window is opened is not known",
}
# Counts how often the page calls or makes one.
_COUNTED = """globalThis.roadworthyUses = 0; (() => {{ const there = {owner}.{name}; if (typeof there !== 'function') return;
const count = (step) => (...given) => {{ globalThis.roadworthyUses++; return Reflect[step](...given); }};
const value = new Proxy(there, {{ apply: count('apply'), construct: count('construct') }});
Object.defineProperty({owner}, '{name}', {{ configurable: true, writable: true, value }}); }})()"""
_MISSING = "delete globalThis.{name}; if (globalThis.{name} !== undefined) Object.defineProperty(globalThis, '{name}', {{ value: undefined }});"
_MEMBER = "try {{ Object.defineProperty({owner}, '{name}', {{ configurable: true, value: undefined }}) }} catch {{}} try {{ Object.defineProperty(Object.getPrototypeOf({owner}), '{name}', {{ configurable: true, get: () => undefined }}) }} catch {{}}"


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """By kind of what does not fit; a missing feature where there is nothing else."""
    found: FeatureGap = gap.details
    experiment = Experiment(
        trial, f"{found.route or gap.subject} can be used on a phone and in all current browsers"
    )
    kinds = [one.kind for one in found.misfits]
    if not found.route and kinds[:1] != ["viewport"]:
        return experiment.untestable("no page is known to show it")
    shown_on = found.route or "/"
    who = viewer(app, trial, shown_on)
    route = open_route(app, trial, shown_on, who)
    for kind in kinds:
        if kind in ("viewport", "sidebar", *_WITHIN):
            return _on_phone(experiment, app, trial, shown_on, kind)
    wide = first_of(found)
    if wide is not None:
        return prove_width(experiment, app, trial, shown_on, wide)
    if found.features:
        return _without(experiment, trial, who, route, found.features[0])
    return experiment.untestable(
        _WHY_NOT.get(kinds[0], "it is not measured yet") if kinds else "nothing was found"
    )


# --- on a phone --------------------------------------------------------------------------------------


def _on_phone(experiment: Experiment, app: App, trial: Trial, shown_on: str, kind: str) -> Reproduction:
    if kind in _WITHIN:
        fill_lists(experiment, app, trial, shown_on, _ROWS)
    who = viewer(app, trial, shown_on)
    route = open_route(app, trial, shown_on, who)
    with trial.browser(who, phone=True) as opened:
        status = opened.open(route)
        opened.settle()
        opened.page.wait_for_timeout(_DRAWN_MS)
        text = visible_text(opened)
        if status != 200 or not text:
            return experiment.untestable(f"{route} shows nothing ({status})")
        measured = narrow(opened, _WITHIN.get(kind, "a[href], button"))
        picture = opened.screenshot(trial.file("roadworthy-phone.png"))
    experiment.note(
        "act",
        f"{who} opens {route} on a phone whose screen is {measured.screen:.0f} pixels wide",
        shows=f"drawn for {measured.drawn:.0f} pixels; out of reach: {', '.join(measured.cut) or 'nothing'}; "
        f"beside the screen: {', '.join(measured.beside) or 'nothing'}; at the side: {measured.sidebar:.0f} pixels",
    )
    experiment.picture(str(picture), f"{route} on a phone")
    if kind == "sidebar" and not measured.sidebar and not _beside_on_a_desk(experiment, trial, who, route):
        return experiment.untestable(f"{route} has nothing at its side on a wide screen either")
    return _judge(experiment, route, kind, measured)


def _beside_on_a_desk(experiment: Experiment, trial: Trial, who: str, route: str) -> bool:
    """Whether anything stands at the side where there is room for it: else the page was not seen to show it at all."""
    with trial.browser(who) as opened:
        opened.open(route)
        opened.settle()
        opened.page.wait_for_timeout(_DRAWN_MS)
        wide = narrow(opened, "a[href], button").sidebar
    experiment.note("observe", f"{who} opens {route} on a desk", shows=f"at the side: {wide:.0f} pixels")
    return wide > 0


def _judge(experiment: Experiment, route: str, kind: str, measured: Narrow) -> Reproduction:
    experiment.measure("drawn for", measured.drawn, "pixels")
    if kind == "viewport":
        if measured.drawn > measured.screen * _ZOOMED_OUT:
            smaller = measured.drawn / measured.screen
            return experiment.proven(
                f"{route} is drawn for {measured.drawn:.0f} pixels and shrunk onto {measured.screen:.0f}: all of it {smaller:.1f} times too small"
            )
        return experiment.cleared(f"{route} is drawn for the {measured.drawn:.0f} pixels that there are")
    if kind == "sidebar":
        experiment.measure("what stands at the side", measured.sidebar, "pixels")
        if measured.sidebar >= measured.wide * _HALF:
            return experiment.proven(
                f"{measured.sidebar:.0f} of {measured.wide:.0f} pixels of {route} are its sidebar"
            )
        beside = f"{measured.sidebar:.0f} of {measured.wide:.0f} pixels of {route} stand at the side"
        if measured.sidebar >= measured.wide * _MUCH:
            # Whether what is left is enough is for the page to say, unless it says so itself.
            return (
                experiment.proven(
                    f"{beside}, and nobody gets to {', '.join(measured.cut[:4])}: it is cut off"
                )
                if measured.cut
                else experiment.untestable(f"{beside}, less than half of them")
            )
        return experiment.cleared(beside)
    if not measured.all:
        return experiment.untestable(f"{route} shows no {kind} when it is opened")
    if measured.cut:
        return experiment.proven(
            f"on {route} nobody with a phone gets to {', '.join(measured.cut[:4])}: it is cut off"
        )
    if measured.beside and kind == "navigation":
        return experiment.proven(
            f"on {route} {', '.join(measured.beside[:4])} lie beside the screen of a phone"
        )
    return experiment.cleared(
        f"on {route} all {measured.all} parts of the {kind} are on the screen or can be moved there"
    )


# --- without a feature -------------------------------------------------------------------------------


def _without(experiment: Experiment, trial: Trial, who: str, route: str, used: NewFeature) -> Reproduction:
    feature = used.name
    owner, _, name = feature.rpartition(".")
    script = _MEMBER.format(owner=owner, name=name) if owner else _MISSING.format(name=name)
    with trial.browser(who) as opened:
        opened.page.add_init_script(_COUNTED.format(owner=owner or "globalThis", name=name))
        status = opened.open(route)
        opened.settle()
        usual = set(opened.errors)
        words = frozenset(visible_text(opened).split())
        if status != 200 or not words:
            return experiment.untestable(f"{route} shows nothing even with {feature} ({status})")
        uses = int(opened.page.evaluate("globalThis.roadworthyUses ?? 0"))
    experiment.note("arrange", f"{route} works in a browser that has {feature}", shows=f"used {uses} time(s)")
    real = shown_elsewhere(experiment, Lacked(feature, _lacking(used)), Visit(who, route, words))
    if real is not None:
        return real
    with trial.browser(who) as opened:
        opened.page.add_init_script(script)
        opened.open(route)
        opened.settle()
        errors = [one for one in (*opened.errors, *opened.console) if one not in usual and name in one]
        shows = errors[0] if errors else "no error"
        experiment.note("act", f"open {route} in a browser without {feature}", shows=shows)
        drawn = bool(visible_text(opened))
    if errors:
        return experiment.proven(f"without {feature} {route} stops: {errors[0][:160]}")
    if uses and drawn:
        return experiment.cleared(f"{route} uses {feature} where there is one, and does without it")
    return experiment.untestable(f"{route} does not use {feature} when it is opened")


def _lacking(used: NewFeature) -> tuple[str, ...]:
    """The browsers by which a real one can show it. What only Safari on iPhones lacks, none on a desk does."""
    words = used.lacking.replace("Safari on iPhones", "")
    return tuple(name for name, said in ((FIREFOX, "Firefox"), (WEBKIT, "Safari")) if said in words)
