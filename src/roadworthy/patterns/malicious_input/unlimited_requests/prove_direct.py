"""Puts files into a bucket, or calls a function of the database that adds rows, from one address as fast as a script does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of, summary
from roadworthy.proof.project_api import ANONYMOUS, ProjectApi, called, curl
from roadworthy.proof.routine_calls import body_of
from roadworthy.proof.uploaded_files import picture
from roadworthy.trial import Response

_MANY = 60
_TOO_MANY = 429
_REFUSED = (400, 401, 403, 404, 413, 415, 422)


def prove_bucket(experiment: Experiment, bucket: str) -> Reproduction:
    """Sixty small pictures under names of their own, by somebody without an account; then one of alice's."""
    api, database = ProjectApi(experiment), database_of(experiment.trial)
    sql = "select count(*) as n from storage.objects where bucket_id = %s"

    def count() -> int:
        return int(database.query(sql, (bucket,))[0]["n"])

    def put(number: int, actor: str = ANONYMOUS) -> Response:
        path = f"/storage/v1/object/{bucket}/rw-{actor}-{number:03d}.png"
        answer = api.project.send(api.trial.actor(actor), "POST", path, data=picture(), headers=_PICTURE)
        if not number:
            line = f"{curl(actor, 'POST', path, None, _PICTURE)} --data-binary @picture.png"
            experiment.note("act", f"{called(actor)} puts a picture into {bucket}", line, summary(answer))
        return answer

    if not database.query("select id from storage.buckets where id = %s", (bucket,)):
        return experiment.untestable(f"the running database has no bucket {bucket}: no migration makes it")
    before = count()
    first = put(0)
    if count() > before:
        return _burst(experiment, f"files of {bucket}", count, put)
    put(0, "alice")
    if count() > before:
        return experiment.cleared(
            f"{bucket} takes a picture of alice's, and none of a stranger's: {first.status}"
        )
    return experiment.untestable(f"{bucket} takes no picture of anybody's: {first.status} {first.text[:80]}")


# Nothing is overwritten: that would ask for more rights than to add.
_PICTURE = {"content-type": "image/png"}


def prove_routine(experiment: Experiment, name: str) -> Reproduction:
    """Sixty calls with texts of their own."""
    api, database = ProjectApi(experiment), database_of(experiment.trial)
    body = body_of(experiment.trial, name)
    if body is None:
        return experiment.untestable(f"the running database has no function {name}")

    def counts() -> Counter[str]:
        return Counter({table: database.count(table) for table in database.tables() if "." not in table})

    def call(number: int) -> Response:
        sent = {
            key: f"{number + 1} {value}" if isinstance(value, str) else value for key, value in body.items()
        }
        path, says = f"/rest/v1/rpc/{name}", f"somebody without an account calls {name}"
        if number:
            return api.quietly(ANONYMOUS, "POST", path, sent)
        return api.send(ANONYMOUS, "POST", path, says=says, json=sent)

    before = counts()
    first = call(0)
    grown = +(counts() - before)
    if not grown:
        return experiment.untestable(f"one call, answered {first.status}, adds no row: {first.text[:80]}")
    table = grown.most_common(1)[0][0]
    return _burst(experiment, f"rows of {table}", lambda: database.count(table), call)


def _burst(
    experiment: Experiment, things: str, count: Callable[[], int], send: Callable[[int], Response]
) -> Reproduction:
    before = count()
    answers = [send(number) for number in range(1, _MANY + 1)]
    kept = count() - before
    statuses = Counter(answer.status for answer in answers)
    told = ", ".join(f"{number} times {status}" for status, number in sorted(statuses.items()))
    experiment.note("act", f"the same address sends {_MANY} more", shows=f"{told}: {kept} {things} more")
    if kept >= _MANY:
        return experiment.proven(f"somebody without an account added {kept} {things} without being held back")
    late = [answer for answer in answers[kept:] if answer.status == _TOO_MANY or answer.status in _REFUSED]
    if kept and len(late) == _MANY - kept:
        return experiment.cleared(
            f"of {_MANY} {kept} were taken, and all that came later were refused ({told})"
        )
    return experiment.untestable(
        f"of {_MANY} {kept} were taken ({told}): what held the others back is not told"
    )
