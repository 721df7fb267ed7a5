"""Has alice put up a paper of hers, and asks for it by its address as somebody without an account."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename
from uuid import NAMESPACE_URL, uuid5

from roadworthy.app import App, Endpoint
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import curl, summary
from roadworthy.proof.uploaded_files import addresses, field_of, kept_files, new_files, picture
from roadworthy.proof.valid_request import valid_request
from roadworthy.trial import Response, Trial

_NOBODY = "anonymous"
_REFUSALS = (401, 403)


def prove_served(trial: Trial, app: App, found: OpenGap) -> Reproduction:
    """What she put up holds a mark, so that an answer with it is her file and not a page in its place."""
    experiment = Experiment(trial, "What one person puts up is not given to somebody without an account")
    assert found.endpoint is not None
    mark = f"rw-{uuid5(NAMESPACE_URL, found.endpoint.subject).hex[:10]}".encode()
    answer, kept = None, list[str]()
    for name, content, kind in _papers(mark):
        answer, kept = _put_up(experiment, app, found.endpoint, (name, content, kind))
        if kept:
            break
    if answer is None or not kept:
        status = answer.status if answer is not None else 0
        return experiment.untestable(f"a file of hers, answered {status}, is not kept in the app's folder")
    told = addresses(answer.text, [basename(one) for one in kept])
    return _asked_for(experiment, [*_below(found.path, kept), *told], mark)


def _papers(mark: bytes) -> Iterator[tuple[str, bytes, str]]:
    """A paper, and a picture where papers are not taken."""
    yield "paper.pdf", b"%PDF-1.4\n% " + mark + b"\n%%EOF\n", "application/pdf"
    yield "paper.png", picture() + mark, "image/png"


def _put_up(
    experiment: Experiment, app: App, endpoint: Endpoint, file: tuple[str, bytes, str]
) -> tuple[Response, list[str]]:
    """The answer to her upload, and the files of the app's folder that it was kept in."""
    trial, field = experiment.trial, field_of(app, endpoint)
    request = valid_request(app, trial, endpoint)
    before = kept_files(trial)
    answer = trial.send(request.actor, request.method, request.path, json=request.body, files={field: file})
    command = curl(request.actor, request.method, request.path, request.body, files=(field,))
    experiment.note("arrange", f"{request.actor} puts up {file[0]}", command, summary(answer))
    new = new_files(before, kept_files(trial), len(file[1]))
    return answer, [one.path for one in new if one.size == len(file[1])]


def _below(mount: str, kept: list[str]) -> list[str]:
    """Where they are below the mount: which part of a path is the folder that is served is not known."""
    parts = [one.split("/") for one in kept]
    ends = [one[-number:] for one in parts for number in range(1, len(one) + 1)]
    return ["/".join([mount.rstrip("/"), *end]) for end in ends]


def _asked_for(experiment: Experiment, paths: list[str], mark: bytes) -> Reproduction:
    refused: list[tuple[str, int]] = []
    for path in dict.fromkeys(paths):
        answer = experiment.send(_NOBODY, "GET", path, says="somebody without an account asks for it")
        if answer.ok and mark in answer.body:
            return experiment.proven(f"Somebody without an account got alice's file at {path}")
        if answer.status in _REFUSALS:
            refused.append((path, answer.status))
    for path, status in refused:
        own = experiment.send("alice", "GET", path, says="alice asks for it", kind="observe")
        if own.ok and mark in own.body:
            return experiment.cleared(
                f"alice gets her file at {path}, somebody without an account is answered {status}"
            )
    return experiment.untestable("where her file is served was not found")
