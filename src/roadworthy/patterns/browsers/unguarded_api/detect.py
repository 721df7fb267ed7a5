"""Looks for uses of browser interfaces without a test or a way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roadworthy.app import App, BrowserCall
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.browsers.unguarded_api.finding import ApiGap
from roadworthy.patterns.browsers.unguarded_api.own_keys import own_keys
from roadworthy.views.pages.page_scripts import inline_browser_calls, is_loaded
from roadworthy.views.pages.popups import late_popups
from roadworthy.views.pages.screens import page_showing

FAMILIES = {
    "localStorage": "storage",
    "sessionStorage": "storage",
    "navigator.clipboard": "clipboard",
    "navigator.share": "share",
    "navigator.geolocation": "geolocation",
    "navigator.mediaDevices": "camera and microphone",
    "navigator.serviceWorker": "service worker",
    "navigator.vibrate": "vibration",
    "navigator.bluetooth": "bluetooth",
    "Notification": "notifications",
    "indexedDB": "storage",
    "window.open": "new window",
}
# What runs before anything can be seen: a failure here takes the page with it.
_EARLY = {"render", "module", "effect", "query", "onload", "onDOMContentLoaded", ""}


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each component and interface."""
    if not app.components and not app.loose_browser_calls and not inline_browser_calls(app):
        yield not_applicable("app", "it has no code that runs in a browser")
        return
    for (component, family), calls in sorted(_grouped(app).items()):
        unguarded = tuple(call for call in calls if not call.caught and not call.tested)
        if unguarded:
            yield _gap(app, component, family, unguarded)
        else:
            yield clear(component, f"every use of {family} is tested or its failure caught")


def _grouped(app: App) -> dict[tuple[str, str], list[BrowserCall]]:
    """Calls by whom they belong to: a place inside a component belongs to that (what a context's provider does for others),
    one in a shared helper to its first component."""
    found: dict[tuple[str, str], list[BrowserCall]] = {}
    homes = [(one.body, one.name) for one in app.components]
    seen: set[tuple[str, int]] = set()
    for component, call in _calls(app):
        place = (call.location.path, call.location.start)
        if place not in seen:
            seen.add(place)
            home = next((name for body, name in homes if call.location.within(body)), component)
            found.setdefault((home, family_of(call.api)), []).append(call)
    return found


def _calls(app: App) -> Iterator[tuple[str, BrowserCall]]:
    for component in app.components:
        for call in component.browser_calls:
            yield component.name, call
    for call in app.view(late_popups):
        yield call.component, call
    for call in (*app.loose_browser_calls, *inline_browser_calls(app)):
        if is_loaded(app, call.location.path):
            yield call.location.path, call


def family_of(api: str) -> str:
    """The interface that a call belongs to, in words."""
    return next((name for prefix, name in FAMILIES.items() if api.startswith(prefix)), api)


def _gap(app: App, component: str, family: str, calls: tuple[BrowserCall, ...]) -> Verdict:
    early = [call for call in calls if call.trigger in _EARLY]
    page = page_showing(app, component)
    route = page.route if page is not None else "/"
    first = (early or list(calls))[0]
    blank = first.trigger in ("render", "module")
    later = "what needs it does nothing" if first.trigger == "callback" else "the button does nothing"
    consequence = "the page stays blank" if blank else "the page breaks" if early else later
    missing = "blocked" if family == "new window" else "missing or refused"
    return gap(
        component,
        f"Where {'a ' if family == 'new window' else ''}{family} is {missing}, {consequence}",
        impact=f"Lost users: {_who(family)} cannot use {'the app' if blank else component}",
        locations=tuple(dict.fromkeys(call.location for call in calls)),
        evidence=tuple(_evidence(call) for call in calls),
        severity=_severity(family, blank, bool(early)),
        details=ApiGap(component, family, calls, route, bool(early), own_keys(app, family, calls)),
        anchor=family,
    )


def _evidence(call: BrowserCall) -> str:
    if call.api == "window.open":
        return (
            f"{call.api} at {call.location} comes after a wait, when Safari and Firefox take no window for asked for, "
            "and nothing looks whether one came"
        )
    return f"{call.api} runs {_when(call.trigger)} at {call.location} with no test and no catch"


def _severity(family: str, blank: bool, early: bool) -> Severity:
    """A blank page is grave where browsers of many people lack the interface; storage is refused by few."""
    if blank and family != "storage":
        return Severity.HIGH
    return Severity.MEDIUM if early else Severity.LOW


def _when(trigger: str) -> str:
    return {
        "render": "while the component renders",
        "effect": "in an effect",
        "module": "while the script loads",
        "query": "while data is loaded",
        "callback": "in a function that a library calls",
    }.get(trigger, f"on {trigger.removeprefix('on').lower()}")


def _who(family: str) -> str:
    return {
        "storage": "people who block site data",
        "clipboard": "people on plain http or who refuse the permission",
        "new window": "people on Safari, Firefox or a phone",
    }.get(family, f"people whose browser lacks {family} or who refuse it")
