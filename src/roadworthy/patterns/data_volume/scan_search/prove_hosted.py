"""A search that a page puts to the project's own interface, explained as the project runs it for whoever asks."""

from __future__ import annotations

from urllib.parse import quote

from roadworthy.app import App
from roadworthy.patterns.data_volume.scan_search.searching import Searching
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.access_matrix import as_person
from roadworthy.proof.growing_rows import GrowingRows
from roadworthy.proof.project_api import ProjectApi, rows_path
from roadworthy.proof.project_rows import ProjectRows, Row, wanted_by
from roadworthy.trial import Response, Trial
from roadworthy.views.data.searches import Search

# The customer first; some searches are for those who run the shop, some for everybody.
_ASKERS = ("alice", "admin", "anonymous")


def is_hosted(search: Search, trial: Trial) -> bool:
    """Whether the page asks the project itself, as whoever is signed in."""
    return trial.supabase is not None and search.query.rights == "user" and bool(search.query.table)


def prove_hosted(experiment: Experiment, app: App, trial: Trial, search: Search) -> Reproduction:
    """As the first of them for whom the search finds what is there."""
    api = ProjectApi(experiment)
    for actor in [name for name in _ASKERS if name in trial.actors]:
        wanted = wanted_by(search.query, ProjectRows(app, trial, search.query.table), actor)
        if wanted is None:
            continue
        rows = GrowingRows.of(app, trial, search.query.table, wanted)

        def ask(word: str, says: str, actor: str = actor, wanted: Row = wanted) -> Response:
            return api.send(actor, "GET", _address(search, wanted, word), says=says)

        person = tuple(as_person(trial.actor(actor)))
        searching = Searching(experiment, rows, search, actor, ask, person)
        if searching.works():
            return searching.outcome()
    return experiment.untestable("nobody was seen to find a row that holds the word")


def _address(search: Search, wanted: Row, word: str) -> str:
    """The page's own request: what it looks within, what else it wants, in its order."""
    within = [f"{quote(name)}.ilike.*{quote(word)}*" for name in search.columns]
    looks = within[0].replace(".", "=", 1) if len(within) == 1 else f"or=({','.join(within)})"
    asked = {item.column for item in search.query.filters}
    where = {name: value for name, value in wanted.items() if name in asked}
    order = ",".join(f"{quote(name)}.{'desc' if last else 'asc'}" for name, last in search.query.order)
    path = f"{rows_path(search.query.table, where, select='*')}&{looks}"
    return f"{path}&order={order}" if order else path
