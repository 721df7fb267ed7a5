"""Lets a marked script into a page the way the gap says, and looks in a real browser whether it ran."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.patterns.malicious_input.cross_site_scripting.finding import ScriptGap
from roadworthy.patterns.malicious_input.cross_site_scripting.marked_script import look, markup
from roadworthy.patterns.malicious_input.cross_site_scripting.prove_hosted import prove_hosted, shown_query
from roadworthy.patterns.malicious_input.cross_site_scripting.prove_template import prove_template
from roadworthy.patterns.malicious_input.cross_site_scripting.storing import route_beside, write, writers
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.hostile_request import with_query
from roadworthy.proof.page_links import Followed, follow, stayed
from roadworthy.proof.valid_request import valid_request
from roadworthy.trial import Trial

_ENDS_SCRIPT = "</script>"
_ADDRESS = "javascript:void(window.roadworthyRan='{mark}')"


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """By a link, in an answer, or stored by bob and opened by alice."""
    found: ScriptGap = gap.details
    experiment = Experiment(trial, "What somebody else wrote does not run in the page")
    mark = f"rw-{uuid5(NAMESPACE_URL, gap.subject).hex[:8]}"
    if found.way == "link":
        return _by_link(experiment, trial, app, found, mark)
    if found.way == "answer":
        return _in_answer(experiment, trial, app, found, mark)
    hosted = shown_query(app, found) if found.way == "markup" and trial.supabase is not None else None
    if hosted is not None and found.route:
        return prove_hosted(experiment, trial, app, found, hosted, mark)
    if found.way in ("markup", "serialized"):
        return _stored(experiment, trial, app, found, mark)
    if found.way == "address":
        return experiment.untestable("where the address is typed in cannot be told")
    return prove_template(experiment, trial, app, found, mark)


# --- by a link ---------------------------------------------------------------------------------------


def _by_link(experiment: Experiment, trial: Trial, app: App, found: ScriptGap, mark: str) -> Reproduction:
    name = found.what.split(".")[-1]
    usual = follow(app, trial, found.route, name, "/")
    if usual.missing:
        return experiment.untestable(f"the page cannot be used: {usual.missing}")
    _told(experiment, usual, "arrange", "the page by an honest link")
    hostile = follow(app, trial, found.route, name, _ADDRESS.format(mark=mark))
    if hostile.missing:
        return experiment.untestable(f"the page cannot be used: {hostile.missing}")
    _told(experiment, hostile, "act", "the page by a link that carries a script")
    after = " after signing in" if hostile.signed_in else ""
    if hostile.mark == mark:
        return experiment.proven(f"the script in the link ran in alice's page{after}")
    if stayed(usual):
        return experiment.untestable("the page goes nowhere by itself, by an honest link either")
    return experiment.cleared(f"the script in the link did not run{after}: the page went to {hostile.path}")


def _told(experiment: Experiment, followed: Followed, kind: str, says: str) -> None:
    ran = f", a script ran: {followed.mark}" if followed.mark else ""
    experiment.note(kind, f"{says}: {followed.link}", shows=f"ends at {followed.host}{followed.path}{ran}")


# --- in an answer ------------------------------------------------------------------------------------


def _in_answer(experiment: Experiment, trial: Trial, app: App, found: ScriptGap, mark: str) -> Reproduction:
    endpoint = app.endpoint(found.subject)
    if endpoint is None or endpoint.method != "GET":
        return experiment.untestable("a browser does not open it by a link")
    request = valid_request(app, trial, endpoint)
    name = found.what.split(".")[-1]
    if not any(item.part == "query" and item.name == name for item in endpoint.inputs):
        return experiment.untestable(f"where the request says `{name}` cannot be told")
    plain = experiment.send(
        request.actor,
        "GET",
        with_query(request.path, name, mark),
        says=f"`{name}` is plain text",
        kind="arrange",
    )
    if mark not in plain.text or "html" not in plain.headers.get("content-type", ""):
        return experiment.untestable(f"the answer ({plain.status}) does not show `{name}` in a page")
    path = with_query(request.path, name, markup(mark))
    ran, shown = look(trial, request.actor, path)
    experiment.note(
        "act", f"{request.actor} opens a link whose `{name}` is markup with a script: {path}", shows=shown
    )
    if ran == mark:
        return experiment.proven(f"the script in `{name}` ran in the page of {found.subject}")
    return experiment.cleared(f"the script in `{name}` did not run: the page shows it as text")


# --- stored ------------------------------------------------------------------------------------------


def _stored(experiment: Experiment, trial: Trial, app: App, found: ScriptGap, mark: str) -> Reproduction:
    column = found.what.split(".")[-1]
    writer = next(iter(writers(app, column)), None)
    if not found.route or writer is None:
        return experiment.untestable(f"no page is known to show what a request stores as `{column}`")
    endpoint, field, _table = writer
    usual = write(experiment, trial, app, endpoint, field, f"plain {mark}")
    if usual is None:
        return experiment.untestable(f"{endpoint.subject} does not take a plain `{field}`")
    route = route_beside(app, trial, found.route, endpoint, usual)
    _ran, shown = look(trial, "alice", route)
    if f"plain {mark}" not in shown:
        return experiment.untestable(f"{route} does not show what was stored as `{field}`")
    experiment.note("arrange", f"alice reads it on {route}", shows=f"plain {mark}")
    payload = (_ENDS_SCRIPT if found.way == "serialized" else "") + markup(mark)
    kept = write(experiment, trial, app, endpoint, field, payload)
    if kept is None:
        return experiment.cleared(f"{endpoint.subject} does not take a `{field}` with a script in it")
    route = route_beside(app, trial, found.route, endpoint, kept)
    ran, shown = look(trial, "alice", route)
    experiment.note("act", f"alice opens {route}", shows=f"ran: {ran}" if ran else shown)
    if ran == mark:
        return experiment.proven(
            f"the script that {kept.actor} stored as `{field}` ran in alice's page {route}"
        )
    return experiment.cleared(
        f"the script that {kept.actor} stored as `{field}` did not run in alice's page {route}"
    )
