"""Uploads one small picture many times."""

from __future__ import annotations

import re
import zlib
from struct import pack

from roadworthy.app import App, Endpoint
from roadworthy.patterns.malicious_input.unlimited_requests.effects import Effects
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import summary
from roadworthy.proof.valid_request import valid_request
from roadworthy.trial import Response

_TOO_MANY = 429
_FIELD = re.compile(r"\.(?:single|array)\(\s*['\"](\w+)['\"]")


def prove_upload(
    experiment: Experiment, endpoint: Endpoint, app: App, effects: Effects, many: int
) -> Reproduction:
    """`many` uploads after a first one that shows that each leaves something behind."""
    request = valid_request(app, experiment.trial, endpoint)
    field = _field(app, endpoint)
    command = f'curl -s -X {request.method} -H "${request.actor.upper()}" -F "{field}=@picture.png" "$BASE{request.path}"'

    def send() -> Response:
        files = {field: ("picture.png", _picture(), "image/png")}
        return experiment.trial.send(request.actor, request.method, request.path, files=files)

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


def _field(app: App, endpoint: Endpoint) -> str:
    """The name of the file's field: what the middleware takes, else what the handler reads."""
    for middleware in endpoint.middleware:
        named = _FIELD.search(middleware.name) or _FIELD.search(
            _line(app, middleware.location.path, middleware.location.start_line)
        )
        if named:
            return named[1]
    return next((item.name for item in endpoint.inputs if item.part == "files" and item.name), "file")


def _line(app: App, path: str, number: int) -> str:
    lines = app.repository.text(path).splitlines()
    return lines[number - 1] if number <= len(lines) else ""


def _picture() -> bytes:
    """A PNG of one pixel."""
    parts = (
        (b"IHDR", pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x40\x80\xc0")),
        (b"IEND", b""),
    )
    chunks = (
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
