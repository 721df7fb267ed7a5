"""Lets what a page writes fail, and compares what it says then with what it says when the write succeeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from roadworthy.app import App, Component, Location
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.clicking import is_labelled
from roadworthy.proof.failed_writes import Pressed, Write, controls, press
from roadworthy.proof.own_rows import stock_page
from roadworthy.proof.routes import open_route, viewer
from roadworthy.proof.ways import Step, Way, ways_showing
from roadworthy.regex import regex
from roadworthy.trial import Trial
from roadworthy.views.pages.hosted_reads import hosted_writes
from roadworthy.views.pages.screens import components_on, route_showing
from roadworthy.views.pages.submitting import path_shape

# `button.addEventListener("click", ...)`, `$("#save").on("click", ...)`.
_LISTENS = regex(rb"[^\n;{]{0,200}?\.(addEventListener|on)\(\s*[\"'](click|submit|change)")
_WRITES = 2
_CONTROLS = 8
_WAYS = 2


class Written(Struct, frozen=True):
    """A write of a component's, and the page that shows it."""

    component: Component
    write: Write
    route: str


def written_at(app: App, places: Sequence[Swallowed]) -> list[Written]:
    """What is written at these places of the page's code, where one page is known to show it and nothing else there writes the
    same."""
    found: dict[Written, None] = {}
    for place in places:
        around = place.tried or place.location
        for component in app.components:
            for write, through in _writes(component):
                if any(around.holds(one) for one in _since_pressed(app, through)):
                    route = route_showing(app, component.name)
                    if route and _alone(app, component, write, route):
                        found[Written(component, write, route)] = None
    return list(found)


def _since_pressed(app: App, through: Sequence[Location]) -> list[Location]:
    """The way to a write from where somebody acts: what sets a control up (`load()` draws the list with its buttons) has ended before
    one is pressed."""
    heard = [number for number, one in enumerate(through) if _LISTENS.match(app.source(one))]
    return list(through[:1]) + list(through[1:][heard[-1] :] if heard else through[1:])


def prove_on_write(experiment: Experiment, app: App, found: Sequence[Written]) -> Reproduction:
    """The first write that a control of its page makes decides."""
    for one in found[:_WRITES]:
        outcome = _pressed(experiment, app, one)
        if outcome is not None:
            return outcome
    first = found[0]
    return experiment.untestable(
        f"no control on {first.route} was seen to send {first.write.method} {first.write.shape}, or what it shows then differs by itself"
    )


def _pressed(experiment: Experiment, app: App, one: Written) -> Reproduction | None:
    trial, write = experiment.trial, one.write
    trial.reset()
    actor = viewer(app, trial, one.route)
    stock_page(app, trial, one.route, actor)
    route = open_route(app, trial, one.route, actor)
    labels = [form.label for form in one.component.forms if form.writes or form.fetches]
    for steps in _ways(trial, actor, route, labels):
        for number in controls(trial, actor, route, labels, steps)[:_CONTROLS]:
            failed = press(trial, actor, route, write, number, labels, fails=True, steps=steps)
            if not failed.sent:
                continue
            well = press(trial, actor, route, write, number, labels, fails=False, steps=steps)
            if not well.sent or well.before != failed.before:
                return None
            place = f"{route} after {Way(tuple(steps))}" if steps else route
            return _judge(experiment, place, actor, write, failed, well)
    return None


def _ways(trial: Trial, actor: str, route: str, labels: Sequence[str]) -> Iterator[Sequence[Step]]:
    """The page as it opens, then the clicks after which it shows a control that says one of the labels."""
    yield ()
    known = [label for label in labels if label]
    if not known:
        return
    ways = ways_showing(
        trial, actor, route, lambda one: any(is_labelled(one.words, label) for label in known)
    )
    yield from (way.steps for way in ways[:_WAYS])


def _judge(
    experiment: Experiment, route: str, actor: str, write: Write, failed: Pressed, well: Pressed
) -> Reproduction | None:
    what = f"{actor} presses “{failed.label or 'the control'}” on {route}"
    _note(experiment, f"{what} while {write.method} {write.shape} succeeds", well, "arrange")
    _note(experiment, f"{what} while {write.method} {write.shape} is answered 500", failed, "act")
    told = failed.flashed - well.flashed - failed.before
    if told or failed.marked:
        shown = ", ".join(sorted(told)[:3]) or "a field is marked"
        return experiment.cleared(f"{route} tells a failed write: {shown}")
    if failed.after == well.after:
        seen = "what it shows when it succeeded"
    elif failed.after == failed.before:
        seen = "what it showed before"
    else:
        return None
    picture = experiment.trial.file("roadworthy-failed-write.png")
    picture.write_bytes(failed.picture)
    experiment.picture(str(picture), f"{route} after a write that failed")
    return experiment.proven(
        f"{write.method} {write.shape} failed after “{failed.label or 'a click'}” on {route}, and the page shows {seen}, "
        "without a word"
    )


def _note(experiment: Experiment, says: str, pressed: Pressed, kind: str) -> None:
    new = sorted(pressed.flashed - pressed.before)
    experiment.note(kind, says, shows=f"new on the page: {', '.join(new[:6]) or 'nothing'}")


def _alone(app: App, component: Component, write: Write, route: str) -> bool:
    """Whether no other component of the page makes the same request, which could not be told apart."""
    others = [one for one in components_on(app, route) if one.name != component.name]
    return not any(write == other for one in others for other, _ in _writes(one))


def _writes(component: Component) -> Iterator[tuple[Write, tuple[Location, ...]]]:
    for fetch in component.fetches:
        if fetch.method != "GET":
            yield Write(fetch.method, path_shape(fetch.path)), (fetch.location, *fetch.calls)
    for method, path, query in hosted_writes(component):
        yield Write(method, path), (query.location, *query.calls)
