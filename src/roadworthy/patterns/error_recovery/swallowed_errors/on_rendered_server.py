"""Lets the app's own server fail for a page that another server renders, and compares what visitors see with empty tables."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from urllib.parse import urlsplit

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.errors import TrialUnavailable
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.arrangement import Arrangement, fill_path, parameters
from roadworthy.proof.experiment import database_of
from roadworthy.proof.failed_loads import Seen, open_page
from roadworthy.proof.failing import emptied
from roadworthy.proof.own_server import own_server
from roadworthy.proof.routes import viewer
from roadworthy.proof.valid_request import valid_request
from roadworthy.trial.behaviour import Behaviour
from roadworthy.trial.doubles import APP_SERVER
from roadworthy.views.pages.page_requests import answering
from roadworthy.views.pages.rendered import RenderedPage
from roadworthy.views.people.people import users_table

_BROWSER = "Mozilla"
_FAILS: Behaviour = ("status", 503)


class Visit(Struct, frozen=True):
    """Who opens the page, where, and the tables behind what it asks the app's server for."""

    actor: str
    path: str
    tables: tuple[str, ...]


def compare_with_empty(experiment: Experiment, app: App, page: RenderedPage) -> Reproduction | str:
    """A failure that leaves a page as it is when there is nothing is hidden; one that brings words of its own is told. In words
    why the page tells nothing. Each visit finds a page that is made anew: what is kept for a while would show one for the other."""
    visit = _visit(experiment, app, page)
    if isinstance(visit, str):
        return visit
    database = database_of(experiment.trial)
    well = _opened(experiment, visit, "while all is well")
    nothing = ", ".join(visit.tables)
    empty = _opened(experiment, visit, f"while {nothing} have no rows", emptied(database, *visit.tables))
    if well.lines == empty.lines:
        return f"{visit.path} shows the same whether or not {nothing} have rows"
    if empty.broke(well):
        return f"{visit.path} fails by itself when {nothing} have no rows"
    if _opened(experiment, visit, "with the rows back").lines != well.lines:
        return f"{visit.path} changes from visit to visit"
    failed = _opened(
        experiment,
        visit,
        "while the app's server answers with 503",
        own_server(experiment.trial, _FAILS),
        "act",
    )
    if failed.lines == well.lines:
        return f"{visit.path} is not made anew on each visit"
    told = failed.flashed - well.flashed - empty.flashed
    if told:
        return experiment.cleared(
            f"{visit.path} tells a server that fails apart from empty tables: {', '.join(sorted(told)[:3])}"
        )
    if failed.lines != empty.lines:
        return f"{visit.path} shows less while the server fails, and not what it shows of empty tables"
    return _alike(experiment, visit, well, failed)


def _visit(experiment: Experiment, app: App, page: RenderedPage) -> Visit | str:
    """What the page asks for is seen by asking it while the server fails; then rows are seen to, and its own parameters lead
    to them."""
    trial = experiment.trial
    actor = viewer(app, trial, page.route)
    asked = _asked(experiment, app, actor, fill_path(page.route, {}))
    if not asked:
        return f"{page.route} was not seen to ask the app's server"
    # Without her own row she would be shown what strangers see; in an app without accounts it is a row like others.
    people = users_table(app) if "alice" in trial.actors else None
    known, tables = database_of(trial).tables(), []
    values: dict[str, str] = {}
    for endpoint in asked:
        arrangement = Arrangement(app, trial, actor if actor in trial.actors else "")
        for query in endpoint.queries:
            if query.operation == "select" and query.table in known:
                arrangement.own_row(query.table)
                tables.append(query.table)
        values |= _values(page, endpoint, valid_request(app, trial, endpoint).path)
    kept = tuple(dict.fromkeys(table for table in tables if people is None or table != people.name))
    if not kept:
        return f"{page.route} asks the app's server for nothing that tables hold"
    return Visit(actor, fill_path(page.route, values), kept)


def _asked(experiment: Experiment, app: App, actor: str, path: str) -> list[Endpoint]:
    """The reads that the server of the pages makes for a path, of those that the app's server knows."""
    trial = experiment.trial
    trial.forget_pages(built=True)
    with own_server(trial, _FAILS):
        open_page(trial, actor, path, (), wait=False)
        asked = [one for one in trial.doubles.requests(APP_SERVER) if _BROWSER not in _agent(one.headers)]
    reads = dict.fromkeys(urlsplit(one.path).path for one in asked if one.method == "GET")
    experiment.note("arrange", f"what {path} asks the app's server for", shows=", ".join(reads) or "nothing")
    found = [answering(app, "GET", _shape(app, read)) for read in reads]
    return [endpoint for endpoint in found if endpoint is not None]


def _shape(app: App, path: str) -> str:
    """The route of the app's server behind a path: `/api/orders/7` is `/api/orders/{id}`."""
    parts = path.rstrip("/").split("/")
    for endpoint in sorted(app.endpoints, key=lambda one: len(parameters(one.path))):
        own = endpoint.path.rstrip("/").split("/")
        pairs = zip(own, parts, strict=False)
        if (
            endpoint.method == "GET"
            and len(own) == len(parts)
            and all(a == b or parameters(a) for a, b in pairs)
        ):
            return endpoint.path
    return path


def _values(page: RenderedPage, endpoint: Endpoint, path: str) -> dict[str, str]:
    """The page's own parameters, in their order those of the request that it makes with them."""
    own = zip(endpoint.path.split("/"), urlsplit(path).path.split("/"), strict=False)
    chosen = [value for part, value in own if parameters(part)]
    return dict(zip(parameters(page.route), chosen, strict=False))


def _agent(headers: dict[str, str]) -> str:
    return next((value for name, value in headers.items() if name.lower() == "user-agent"), "")


def _opened(
    experiment: Experiment,
    visit: Visit,
    says: str,
    around: AbstractContextManager[None] | None = None,
    kind: str = "arrange",
) -> Seen:
    experiment.trial.forget_pages(built=True)
    with around or nullcontext():
        found = open_page(experiment.trial, visit.actor, visit.path, (), wait=False)
    experiment.note(kind, f"{visit.actor} opens {visit.path} {says}", shows=found.text)
    if not found.text.strip():
        raise TrialUnavailable(f"{visit.path} shows nothing {says}")
    return found


def _alike(experiment: Experiment, visit: Visit, well: Seen, failed: Seen) -> Reproduction:
    picture = experiment.trial.file("roadworthy-server-away.png")
    picture.write_bytes(failed.picture)
    experiment.picture(str(picture), f"{visit.path} while the app's server fails")
    lacks = [line for line in sorted(well.lines) if line not in failed.lines]
    return experiment.proven(
        f"Made while the app's server answers with 503, {visit.path} shows the same as when there is nothing: it lacks "
        f"{' / '.join(lacks[:3])[:160]}"
    )
