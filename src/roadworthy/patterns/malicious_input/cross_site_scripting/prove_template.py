"""Stores a script through the app's own requests and opens the pages that a template is shown on."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from playwright.sync_api import Error as BrowserError

from roadworthy.app import App, Endpoint
from roadworthy.errors import TrialUnavailable
from roadworthy.patterns.malicious_input.cross_site_scripting.finding import ScriptGap
from roadworthy.patterns.malicious_input.cross_site_scripting.marked_script import RAN, WAIT_MS, markup
from roadworthy.patterns.malicious_input.cross_site_scripting.storing import write, writers
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.routes import open_route, viewer
from roadworthy.trial import Trial
from roadworthy.views.pages.screens import page_showing
from roadworthy.views.pages.template_routes import routes_of_file
from roadworthy.views.requests.markup_sinks import IN_SCRIPT

# Harmless: what runs sets a mark in the window, and that alone decides. The first ends a string of a script in an attribute and runs as
# part of what is reckoned there: what is called with it may fail.
_IN_STRING = "x'+(window.roadworthyRan='{mark}')+'"
# The second ends a script's element. It has no quotes: a list of Python's is written with its own, and escapes those within.
_OUT_OF_SCRIPT = "</script><img src=x onerror=top.roadworthyRan=/{mark}/.source>"
_WRITERS, _PAGES = 6, 3
# The end of many a name by accident.
_SHORT = 3
# Whatever carries the value is pressed: its script runs on a click, or puts the value elsewhere.
_PRESS = """mark => {
  const holds = one => [...one.attributes].some(attribute => attribute.value.includes(mark));
  const found = [...document.querySelectorAll("*")].filter(holds).slice(0, 12);
  found.forEach(one => { try { one.click() } catch (error) { /* it is told by the mark */ } });
  return found.length;
}"""


class Looked(Struct, frozen=True):
    """Whether the value stands in the page, how many elements carried it and were pressed, and the mark of a script that ran."""

    there: bool
    pressed: int
    ran: str


def prove_template(
    experiment: Experiment, trial: Trial, app: App, found: ScriptGap, mark: str
) -> Reproduction:
    """First a plain value must be stored and stand in the page; then one with a script is, and the page is used."""
    routes = _routes(app, found.subject)
    if not routes:
        return experiment.untestable("no page is known to be made of this template")
    payload = _IN_STRING.format(mark=mark) if "attribute" in found.how else markup(mark)
    payload = _OUT_OF_SCRIPT.format(mark=mark) if IN_SCRIPT in found.how else payload
    why = ""
    for endpoint, field in list(_fitting(app, found.what))[:_WRITERS]:
        for route in routes[:_PAGES]:
            outcome = _one(experiment, trial, app, (endpoint, field), route, (mark, payload))
            if isinstance(outcome, Reproduction):
                return outcome
            why = why or outcome
    return experiment.untestable(why or f"no request is known to store `{found.what}`")


def _routes(app: App, template: str) -> list[str]:
    """The pages that show a template, by itself or put into another."""
    found = []
    for component in app.components:
        page = page_showing(app, component.name) if component.location.path == template else None
        if page is not None:
            found.append(page.route)
    own = (page.route for page in app.pages if page.file == template)
    return list(dict.fromkeys([*found, *own, *routes_of_file(app, template)]))


def _fitting(app: App, what: str) -> Iterator[tuple[Endpoint, str]]:
    """What stores `item.name`: in the table of items where one is called so, else in any that has such a column."""
    base, _, column = what.rpartition(".")
    named = _tables_called(app, base.lower()) if base else []
    for endpoint, field, table in writers(app, column, ("insert", "upsert", "update")):
        if not named or table in named:
            yield endpoint, field


def _tables_called(app: App, item: str) -> list[str]:
    """The tables of `review`: one called so, else those whose name ends so, as `customer_reviews` does."""
    names = {one.name: (one.symbol.lower(), one.name.lower().rstrip("s")) for one in app.tables}
    return [name for name, both in names.items() if item in both] or [
        name
        for name, both in names.items()
        if len(item) > _SHORT and any(map(str.endswith, both, (item, item)))
    ]


def _one(
    experiment: Experiment,
    trial: Trial,
    app: App,
    writer: tuple[Endpoint, str],
    route: str,
    texts: tuple[str, str],
) -> Reproduction | str:
    endpoint, field = writer
    mark, payload = texts
    try:
        trial.reset()
        plain = f"plain {mark}"
        kept = write(experiment, trial, app, endpoint, field, plain)
        if kept is None:
            return f"{endpoint.subject} does not take a plain `{field}`"
        actor = viewer(app, trial, route)
        if not _look(experiment, app, actor, route, plain, "arrange").there:
            return f"{route} does not show what {endpoint.subject} stored as `{field}`"
        trial.reset()
        if write(experiment, trial, app, endpoint, field, payload) is None:
            return experiment.cleared(f"{endpoint.subject} does not take a `{field}` with a script in it")
        looked = _look(experiment, app, actor, route, mark, "act")
    except TrialUnavailable as missing:
        return str(missing)
    if looked.ran == mark:
        return experiment.proven(
            f"the script that {kept.actor} stored as `{field}` ran in the page {route} of {actor}"
        )
    if not looked.there:
        return f"{route} does not show what was stored with a script in it"
    return experiment.cleared(f"the script that {kept.actor} stored as `{field}` did not run in {route}")


def _look(experiment: Experiment, app: App, actor: str, route: str, text: str, kind: str) -> Looked:
    trial = experiment.trial
    path = open_route(app, trial, route, actor)
    with trial.browser(actor) as opened:
        if not opened.open(path):
            raise TrialUnavailable(f"{path} does not open: {(opened.errors or ['no answer'])[-1]}")
        opened.settle()
        try:
            there = text in opened.page.content()
            # What ran as the page opened is known before anything is pressed, which may lead to another page.
            pressed, ran = 0, str(opened.page.evaluate(RAN))
            if not ran and kind == "act":
                pressed = int(opened.page.evaluate(_PRESS, text))
                opened.page.wait_for_timeout(WAIT_MS)
                ran = str(opened.page.evaluate(RAN))
        except BrowserError as error:
            raise TrialUnavailable(f"the page cannot be used: {error.message.splitlines()[0]}") from error
    shows = (
        f"it stands there: {there}; elements with it that were pressed: {pressed}; ran: {ran or 'nothing'}"
    )
    experiment.note(kind, f"{actor} opens {path} and presses what carries the value", shows=shows)
    return Looked(there, pressed, ran)
