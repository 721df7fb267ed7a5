"""Uploads what nobody should get in: a file of 50 MB, and a page with a script that says it is a picture."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from playwright.sync_api import Error as BrowserError

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.patterns.malicious_input.unrestricted_upload.finding import UploadGap
from roadworthy.patterns.malicious_input.unrestricted_upload.prove_bucket import prove_bucket
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of, summary
from roadworthy.proof.uploaded_files import Kept, addresses, field_of, kept_files, new_files, picture
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Response, Trial
from roadworthy.trial.form_data import form_options
from roadworthy.views.requests.form_files import takes_file

_LARGE = 50 * 1024 * 1024
_LARGE_SECONDS = 60.0
_TOO_MANY = 429
_PAGE = "<!doctype html><title>{mark}</title><script>window.roadworthyRan = '{mark}'</script>"
_RAN = "() => String(window.roadworthyRan || '')"


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """A small picture first, to see that the way is open; then what the gap says is not looked at."""
    found: UploadGap = gap.details
    if gap.subject.startswith("storage bucket "):
        return prove_bucket(gap, trial)
    experiment = Experiment(trial, "Files are bounded in size, and only pictures are handed out as pictures")
    endpoint = app.endpoint(gap.subject)
    if found.endpoint is None or endpoint is None or endpoint.kind != "http":
        return experiment.untestable("no endpoint takes the file in by itself, so none can be sent")
    if "@aws-sdk/s3-request-presigner.getSignedUrl" in endpoint.calls:
        return experiment.untestable("it signs an address of a storage that the trial does not have")
    if not endpoint.middleware and not takes_file(app, endpoint):
        return experiment.untestable("it takes lists, which are not made in that length yet")
    door = Door(experiment, app, endpoint)
    usual, kept = door.upload("picture.png", picture(), "image/png", "a small picture", "arrange")
    if not usual.ok or not (kept or door.rows_changed):
        return experiment.untestable(
            f"a small picture, answered {usual.status}, leaves no file and no row behind"
        )
    seen = []
    if "size" in found.missing:
        seen.append(_too_large(door))
    if "kind" in found.missing:
        seen.append(_script(door, gap))
    if "asker" in found.missing:
        seen.append(_refused_and_kept(door))
    told = [one for one in seen if one]
    if told:
        return experiment.proven("; ".join(told))
    if door.unseen:
        return experiment.untestable(f"{door.unseen} was taken, and where it is kept is not seen")
    return experiment.cleared("a small picture was kept, and nothing of what should not get in")


class Door:
    """The endpoint that takes files, with somebody who may."""

    def __init__(self, experiment: Experiment, app: App, endpoint: Endpoint) -> None:
        self.experiment, self.trial = experiment, experiment.trial
        self.request: ValidRequest = valid_request(app, self.trial, endpoint)
        self.field = field_of(app, endpoint)
        self._tables = [
            query.table for query in endpoint.queries if query.operation != "select" and query.table
        ]
        self.rows_changed = False
        self.unseen = ""

    def upload(
        self, name: str, content: bytes, kind: str, says: str, step: str = "act", actor: str = ""
    ) -> tuple[Response, list[Kept]]:
        """Sends a file, as who may or as `actor`; the answer, and the files that it left in the app's folder."""
        actor = actor or self.request.actor
        before, rows = kept_files(self.trial), self._rows()
        answer = self._send(actor, name, content, kind)
        if answer.status == _TOO_MANY:
            self.trial.restart()
            answer = self._send(actor, name, content, kind)
        kept = new_files(before, kept_files(self.trial), len(content))
        self.rows_changed = self._rows() != rows
        beside = "".join(f" {option}" for option in form_options(self.request.body, ()))
        command = f'curl -s -X {self.request.method} -H "${actor.upper()}"{beside} -F "{self.field}=@{name};type={kind}" "$BASE{self.request.path}"'
        self.experiment.note(step, f"{actor} uploads {says} as {name}", command, summary(answer))
        listed = ", ".join(f"{one.path} ({one.size:,} bytes)" for one in kept[:3])
        self.experiment.note("observe", "files that are new on the server", "", listed or "none")
        return answer, kept

    def _send(self, actor: str, name: str, content: bytes, kind: str) -> Response:
        files = {self.field: (name, content, kind)}
        request = self.request
        return self.trial.send(
            actor, request.method, request.path, json=request.body, files=files, timeout=_LARGE_SECONDS
        )

    def _rows(self) -> str:
        if self.trial.database is None:
            return ""
        database = database_of(self.trial)
        kept = [table for table in dict.fromkeys(self._tables) if table in database.tables()]
        # Newest last and few at a time: what one upload changes is in there.
        return str([database.query(f"select * from {database.quoted(table)} limit 500") for table in kept])


def _too_large(door: Door) -> str:
    answer, kept = door.upload("large.png", picture(_LARGE), "image/png", "a picture of 50 MB")
    largest = kept[0].size if kept else 0
    door.experiment.measure("kept of a file of 50 MB", largest, "bytes")
    if answer.ok and largest >= _LARGE:
        return f"a file of 50 MB was taken and kept ({kept[0].path}) in {answer.seconds:.1f} s"
    if answer.ok:
        door.unseen = "a file of 50 MB"
    return ""


def _refused_and_kept(door: Door) -> str:
    answer, kept = door.upload(
        "picture.png", picture(), "image/png", "a small picture without signing in", actor="anonymous"
    )
    if answer.status not in (401, 403) or not kept:
        return ""
    return f"whoever is not signed in was refused with {answer.status}, and the file stays at {kept[0].path}"


def _script(door: Door, gap: Gap) -> str:
    mark = f"rw-{uuid5(NAMESPACE_URL, gap.subject).hex[:8]}"
    page = _PAGE.format(mark=mark).encode()
    for kind in ("image/png", "text/html"):
        answer, kept = door.upload("portrait.html", page, kind, f"a page with a script, said to be {kind},")
        same = [one for one in kept if one.size == len(page)]
        if not answer.ok or not same:
            door.unseen = door.unseen or ("a page with a script" if answer.ok else "")
            continue
        place = _runs_at(door, addresses(answer.text, [one.path.rsplit("/", 1)[-1] for one in same]), mark)
        if place:
            return (
                f"a page with a script was taken as a picture, and it runs at the app's own address {place}"
            )
        return f"a page with a script was taken as {kind} and kept as {same[0].path}"
    return ""


def _runs_at(door: Door, paths: list[str], mark: str) -> str:
    """The address at which the script ran in bob's browser, '' for none."""
    who = "bob" if "bob" in door.trial.actors else "anonymous"
    for path in paths:
        if mark not in door.trial.send(who, "GET", path).text:
            continue
        with door.trial.browser(who) as opened:
            opened.open(path)
            opened.settle(2)
            try:
                ran = str(opened.page.evaluate(_RAN))
            except BrowserError:
                ran = ""
        door.experiment.note(
            "observe", f"{who} opens {path}", shows=f"the script ran: {ran}" if ran else "no script ran"
        )
        if ran == mark:
            return path
    return ""
