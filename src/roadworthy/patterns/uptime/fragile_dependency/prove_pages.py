"""Lets the app's server hang before a page that waits for it, and waits longer than people do."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.failed_loads import Answer, Seen, Watch, lines_of, open_page, reads_of
from roadworthy.proof.own_rows import give_rows
from roadworthy.proof.routes import open_route
from roadworthy.proof.screens import visible_text
from roadworthy.trial import Trial
from roadworthy.views.pages.screens import plain_pages
from roadworthy.views.pages.submitting import path_shape

_PAGES = 6
_PATIENCE_SECONDS = 45.0


def prove_pages(trial: Trial, app: App) -> Reproduction:
    """Proven when a page that shows something while all is well shows nothing of it, and says nothing, long after its read
    was sent."""
    experiment = Experiment(
        trial, f"A page whose server hangs says so, or gives up, within {_PATIENCE_SECONDS:.0f} s"
    )
    actor = "alice" if "alice" in trial.actors else "anonymous"
    for endpoint in app.endpoints:
        if endpoint.method == "GET":
            give_rows(app, trial, path_shape(endpoint.path), actor)
    for page in plain_pages(app)[:_PAGES]:
        route = open_route(app, trial, page.route, actor)
        paths = tuple(reads_of(trial, actor, route))
        well = open_page(trial, actor, route, paths, wait=False) if paths else None
        if well is None:
            continue
        experiment.note(
            "arrange", f"{actor} opens {route}, which reads {', '.join(paths[:3])}", shows=well.text
        )
        begun, late = _waited(trial, actor, route, paths)
        if late.asked and not well.lines <= begun:
            return _judge(experiment, route, begun, late)
    return experiment.untestable("no page was seen to wait for what it reads")


def _waited(trial: Trial, actor: str, route: str, paths: tuple[str, ...]) -> tuple[frozenset[str], Seen]:
    """The lines of the page soon after its reads were sent, and the page long after."""
    with trial.browser(actor) as opened:
        watch = Watch(opened, paths, Answer(hangs=True))
        opened.open(route)
        opened.settle()
        watch.look(False)
        begun = frozenset(lines_of(visible_text(opened)))
        opened.page.wait_for_timeout(_PATIENCE_SECONDS * 1000)
        return begun, watch.seen()


def _judge(experiment: Experiment, route: str, begun: frozenset[str], late: Seen) -> Reproduction:
    says = f"{route} {_PATIENCE_SECONDS:.0f} s after its server took its reads and hung"
    experiment.note("act", says, shows=late.text)
    told = late.lines - begun
    if told or late.failures:
        return experiment.cleared(f"{route} gives up: {', '.join(sorted(told)[:3]) or 'the page breaks'}")
    picture = experiment.trial.file("roadworthy-hung-page.png")
    picture.write_bytes(late.picture)
    experiment.picture(str(picture), f"{route} while its server hangs")
    return experiment.proven(
        f"{route} still waits, without a word, {_PATIENCE_SECONDS:.0f} s after its server stopped answering"
    )
