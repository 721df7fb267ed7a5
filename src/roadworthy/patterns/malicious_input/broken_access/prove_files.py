"""Shows a stranger reaching files of a bucket, through the policies that Supabase Storage asks."""

from __future__ import annotations

import json
from typing import Any

import psycopg

from roadworthy.app import App
from roadworthy.patterns.malicious_input.broken_access.finding import DatabaseGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.access_matrix import as_person
from roadworthy.proof.experiment import database_of, sql_line
from roadworthy.proof.plans import undone
from roadworthy.proof.project_api import ANONYMOUS, called, project_of
from roadworthy.trial import Trial
from roadworthy.views.people.row_access import ANONYMOUS as NO_ACCOUNT

_VERBS = {"select": "download", "insert": "upload", "update": "replace", "delete": "delete"}
_ADD = "insert into storage.objects (bucket_id, name, owner, owner_id, metadata) values (%s, %s, %s::uuid, %s, %s)"
_SAMPLE = json.dumps({"size": 3, "mimetype": "image/png"})


def prove_files(found: DatabaseGap, trial: Trial, app: App) -> Reproduction:
    """Storage does with a file what the caller's role may do with its row in storage.objects: so that is what is tried."""
    assert found.bucket is not None
    project_of(trial)
    bucket, reach = found.bucket.name, found.reach
    operation = reach.operation if reach is not None else "select"
    stranger = ANONYMOUS if reach is None or reach.who == NO_ACCOUNT else "bob"
    verb = _VERBS[operation]
    experiment = Experiment(trial, f"{called(stranger)} cannot {verb} alice's files of {bucket}")
    known = database_of(trial).query("select public from storage.buckets where id = %s", (bucket,))
    if not known:
        return experiment.untestable(f"the running database has no bucket {bucket}: no migration makes it")
    path = (
        f"{trial.actor('alice').credentials['id']}/rw-alice.png"
        if "alice" in trial.actors
        else "rw-alice.png"
    )
    if operation != "insert":
        _put(experiment, trial, bucket, path)
    if operation == "select" and reach is None and known[0]["public"]:
        return experiment.proven(
            f"{bucket} is public: whoever has a file's address downloads it without a key"
        )
    done, said = _attempt(experiment, trial, stranger, operation, bucket, path)
    if done:
        return experiment.proven(f"{called(stranger)} may {verb} {bucket}/{path}")
    return experiment.cleared(
        f"{called(stranger)} may not {verb} {bucket}/{path}: {said or 'no row was reached'}"
    )


def _put(experiment: Experiment, trial: Trial, bucket: str, path: str) -> None:
    owner = trial.actor("alice").credentials["id"]
    values = (bucket, path, owner, owner, _SAMPLE)
    database_of(trial).execute(_ADD, values)
    experiment.note("arrange", f"alice has a file in {bucket}", sql_line(_ADD, values))


def _attempt(
    experiment: Experiment, trial: Trial, stranger: str, operation: str, bucket: str, path: str
) -> tuple[bool, str]:
    database, actor = database_of(trial), trial.actor(stranger)
    sql, values = _statement(operation, bucket, path, actor.credentials.get("id"))
    said, count = "", 0
    with undone(database):
        try:
            for line, params in as_person(actor):
                database.query(line, params)
            count = database.execute(sql, values)
        except psycopg.Error as error:
            said = str(error).splitlines()[0]
    role = "anon" if stranger == ANONYMOUS else "authenticated"
    says = f"as {role}, what Storage does to {_VERBS[operation]} the file"
    experiment.note("act", says, f"set role {role}; {sql_line(sql, values)}", said or f"{count} rows")
    return count > 0, said


def _statement(operation: str, bucket: str, path: str, owner: str | None) -> tuple[str, tuple[Any, ...]]:
    chosen = " where bucket_id = %s and name = %s"
    if operation == "insert":
        return _ADD, (bucket, "rw-stranger.png", owner, owner, _SAMPLE)
    if operation == "select":
        return f"select name from storage.objects{chosen}", (bucket, path)
    if operation == "update":
        return f"update storage.objects set version = 'rw'{chosen}", (bucket, path)
    return f"delete from storage.objects{chosen}", (bucket, path)
