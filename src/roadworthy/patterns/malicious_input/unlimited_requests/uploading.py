"""Uploads one small picture many times."""

from __future__ import annotations

from roadworthy.app import App, Endpoint
from roadworthy.patterns.malicious_input.unlimited_requests.effects import Effects
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import curl, summary
from roadworthy.proof.uploaded_files import field_of, picture
from roadworthy.proof.valid_request import valid_request
from roadworthy.trial import Response

_TOO_MANY = 429


def prove_upload(
    experiment: Experiment, endpoint: Endpoint, app: App, effects: Effects, many: int
) -> Reproduction:
    """`many` uploads after a first one that shows that each leaves something behind."""
    request = valid_request(app, experiment.trial, endpoint)
    field = field_of(app, endpoint)
    # The other fields travel in the same form.
    fields = request.body
    command = curl(request.actor, request.method, request.path, fields, files=(field,))

    def send() -> Response:
        files = {field: ("picture.png", picture(), "image/png")}
        return experiment.trial.send(request.actor, request.method, request.path, json=fields, files=files)

    before = effects.counts()
    first = send()
    experiment.note("arrange", "one picture is uploaded", command, summary(first))
    start = effects.counts()
    moved = next(
        (place for place, pair in enumerate(zip(before, start, strict=True)) if pair[0] != pair[1]), None
    )
    if moved is None or not first.ok:
        return experiment.untestable(
            f"one upload, answered {first.status}, leaves nothing that can be counted"
        )
    answers = [send() for _ in range(many)]
    grown = effects.counts()[moved].number - start[moved].number
    held = [answer for answer in answers if answer.status == _TOO_MANY]
    shows = f"{len(answers) - len(held)} served, {len(held)} x {_TOO_MANY}; {grown} new {start[moved].things}"
    experiment.note(
        "act", f"{many} more by the same client", f"for i in $(seq {many}); do {command}; done", shows
    )
    if held and grown < many:
        experiment.trial.restart()
        return experiment.cleared(
            f"{grown} of {many} uploads were kept, and {len(held)} answered {_TOO_MANY}"
        )
    if grown >= many:
        return experiment.proven(
            f"All {many} uploads of one client were kept: {grown} new {start[moved].things}"
        )
    return experiment.untestable(f"{grown} of {many} uploads left something behind")
