"""Lets the service hang, and waits for the app to give up."""

from __future__ import annotations

import time

import msgspec

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.patterns.uptime.fragile_dependency.finding import FragileGap
from roadworthy.patterns.uptime.fragile_dependency.prove_hosted import prove_hosted
from roadworthy.patterns.uptime.fragile_dependency.prove_pages import prove_pages
from roadworthy.patterns.uptime.fragile_dependency.prove_redis import prove_redis
from roadworthy.patterns.uptime.fragile_dependency.prove_rendered import prove_rendered_wait
from roadworthy.patterns.uptime.fragile_dependency.prove_scripts import prove_scripts
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.own_server import asks_own_server
from roadworthy.proof.plain_reads import plain_reads
from roadworthy.proof.reaching import host_of
from roadworthy.proof.valid_request import ValidRequest, send_corrected, send_valid, valid_request
from roadworthy.trial import Database, Response, Trial
from roadworthy.trial.doubles import EVERYBODY

# Nobody waits longer for a page. A client with retries of its own may take a few attempts of ten seconds.
_BOUND_SECONDS = 20.0
_SDK_BOUND_SECONDS = 35.0
_USUAL_SECONDS = 8.0
# Whoever gives up on a database has waited for it as long, and answers something else than usual.
_WAITED_SECONDS = 1.0


class Normally(msgspec.Struct, frozen=True):
    """How the request went while all was well: the `host` it asked, its `answer`, the query string (with '?') that the
    app insisted on. `bound` is what it may take when the host hangs, in seconds."""

    host: str
    answer: Response
    query: str
    bound: float


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """The same request while all is well, and while the service takes calls and never answers."""
    found: FragileGap = gap.details
    if found.pages:
        return prove_pages(trial, app)
    if found.scripts:
        return prove_scripts(trial, app, found)
    if found.hosted is not None:
        return prove_hosted(trial, app, found.hosted)
    if found.pools:
        return _database(trial, app)
    if found.caches:
        return prove_redis(trial, app, found, _BOUND_SECONDS)
    assert found.endpoint is not None and found.call is not None
    if found.itself:
        return Experiment(trial, "A page does not wait for its own server over the network").untestable(
            "a server that hangs for itself alone cannot be arranged from outside"
        )
    bound = _BOUND_SECONDS if found.seconds is None else _SDK_BOUND_SECONDS
    service = found.call.service
    # Edge functions and server actions have a name in place of a path, and are asked by it.
    if found.endpoint.kind == "http" and not found.endpoint.path.startswith("/"):
        return Experiment(trial, f"{found.endpoint.subject} does not wait for {service} for ever").untestable(
            "it stands before other requests and is none of its own"
        )
    experiment = Experiment(
        trial, f"{found.endpoint.subject} is answered within {bound:.0f} s while {service} hangs"
    )
    if found.endpoint.kind == "page" and asks_own_server(trial, found.call):
        return prove_rendered_wait(experiment, app, found.endpoint.path, bound)
    trial.doubles.clear()
    request, answer = send_corrected(
        valid_request(app, trial, found.endpoint, found.call.facts),
        "the request while the service answers",
        lambda request, says: send_valid(experiment, request, says, "arrange"),
    )
    hosts = sorted({asked.host for asked in trial.doubles.requests()})
    if answer.error or answer.seconds > _USUAL_SECONDS:
        return experiment.untestable(f"the request does not end even while {service} answers")
    host = host_of(service, hosts)
    if host is None:
        return experiment.untestable(
            f"the request did not get as far as {service}: it was answered {answer.status}"
        )
    experiment.note("observe", "the services it asked", shows=", ".join(hosts))
    query = f"?{request.path.partition('?')[2]}" if "?" in request.path else ""
    return _hang(experiment, trial, app, found, Normally(host, answer, query, bound))


def _hang(
    experiment: Experiment, trial: Trial, app: App, found: FragileGap, normally: Normally
) -> Reproduction:
    assert found.endpoint is not None and found.call is not None
    subject, host, before = found.endpoint.subject, normally.host, normally.answer
    # What the first request left behind (an order, a paid invoice) might spare the second the call.
    trial.reset()
    request = valid_request(app, trial, found.endpoint, found.call.facts)
    request = msgspec.structs.replace(request, path=request.path.partition("?")[0] + normally.query)
    experiment.note("arrange", f"{host} takes every call and never answers")
    trial.doubles.tell(host, "hang")
    hung = send_valid(experiment, request, f"the request while {host} hangs", "act", normally.bound)
    asked = trial.doubles.requests(None if host == EVERYBODY else host)
    trial.doubles.clear()
    if not asked:
        return experiment.untestable(f"the second request did not get as far as {host}")
    experiment.measure("time to an answer, normally", round(before.seconds * 1000), "ms")
    experiment.measure(f"time to an answer while {host} hangs", round(hung.seconds * 1000), "ms")
    if not hung.status:
        return experiment.proven(
            f"While {host} hangs {subject} gives no answer in {normally.bound:.0f} s ({before.seconds:.1f} s normally)"
        )
    if hung.still_open and not before.still_open:
        return experiment.untestable("a stream of events is open, and when it says more is not waited for")
    if found.notice is not None and before.status < 300 <= hung.status:
        return experiment.proven(
            f"While {host} hangs {subject} is answered {hung.status} though the action is stored"
        )
    return experiment.cleared(
        f"While {host} hangs {subject} is answered {hung.status} after {hung.seconds:.1f} s"
    )


# --- the database ------------------------------------------------------------------------------------


def _database(trial: Trial, app: App) -> Reproduction:
    """A table is locked, so that the database takes the app's query and does not answer it."""
    experiment = Experiment(
        trial,
        f"A request is answered within {_BOUND_SECONDS:.0f} s while the database does not answer its query",
    )
    database = database_of(trial)
    if database.kind != "postgres":
        return experiment.untestable(f"how {database.kind} is held up while it runs is not known here")
    read = False
    for endpoint in (one for one in plain_reads(app, trial) if one.kind != "page"):
        request = valid_request(app, trial, endpoint)
        normal = send_valid(experiment, request, f"{endpoint.subject} while the database answers", "arrange")
        if not normal.ok or normal.seconds >= _USUAL_SECONDS:
            continue
        for table in _asked(database, endpoint):
            read = True
            found = _locked(experiment, database, endpoint, request, normal, table)
            if found is not None:
                return found
    if read:
        return experiment.untestable("no request that reads a table was seen to wait for it")
    return experiment.untestable("no request that only reads a table of the running database succeeded")


def _asked(database: Database, endpoint: Endpoint) -> list[str]:
    """The tables of the running database that an endpoint reads, the last first."""
    there = database.tables()
    return list(dict.fromkeys(query.table for query in reversed(endpoint.queries) if query.table in there))


def _locked(
    experiment: Experiment,
    database: Database,
    endpoint: Endpoint,
    request: ValidRequest,
    normal: Response,
    table: str,
) -> Reproduction | None:
    """None where the request does not wait for the table: where a list above it is empty nothing is asked of it."""
    lock = f"LOCK TABLE {database.quoted(table)} IN ACCESS EXCLUSIVE MODE"
    database.query("BEGIN")
    try:
        database.query(lock)
        experiment.note("arrange", f"{table} is locked, so that its queries wait", f"BEGIN; {lock};")
        begun = time.monotonic()
        held = send_valid(experiment, request, f"{endpoint.subject} meanwhile", "act", _BOUND_SECONDS)
        waited = time.monotonic() - begun
    finally:
        database.query("ROLLBACK")
    experiment.measure("time to an answer, normally", round(normal.seconds * 1000), "ms")
    experiment.measure("time to an answer while the database hangs", round(waited * 1000), "ms")
    if not held.status:
        return experiment.proven(
            f"While the database does not answer, {endpoint.subject} gives no answer in {_BOUND_SECONDS:.0f} s either"
        )
    if held.ok and held.body == normal.body and waited < normal.seconds + _WAITED_SECONDS:
        return None
    return experiment.cleared(
        f"While the database does not answer, {endpoint.subject} is answered {held.status} after {waited:.1f} s"
    )
