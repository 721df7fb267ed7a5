"""Reads pipelines: what GitHub Actions, GitLab, CircleCI, Azure, Bitbucket, CodeBuild, Travis and Jenkins run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from roadworthy.app.deployment import Command, Job, Pipeline
from roadworthy.app.location import Location
from roadworthy.regex import regex
from roadworthy.source import Repository
from roadworthy.source.data_files import Text, parsed_yaml

_GITHUB = regex(r"^\.github/workflows/[^/]+\.ya?ml$")
_OTHERS = regex(
    r"^(\.gitlab-ci.*\.ya?ml|\.gitlab/.*\.ya?ml|\.circleci/config\.ya?ml|azure-pipelines.*\.ya?ml|bitbucket-pipelines\.ya?ml"
    r"|\.travis\.ya?ml|(.*/)?buildspec[^/]*\.ya?ml|cloudbuild\.ya?ml|\.drone\.ya?ml|\.woodpecker(/.*)?\.ya?ml"
    r"|\.forgejo/workflows/[^/]+\.ya?ml|\.gitea/workflows/[^/]+\.ya?ml)$"
)
_RELEASES = regex(r"(releases?|stable)([/*-].*)?$", re.I)
_JENKINS = regex(r"\b(?:sh|bat)\s*\(?\s*(?:script:\s*)?('''|\"\"\"|'|\")(.*?)\1", re.S)
# Keys under which the other systems list commands.
_COMMANDS = {"run", "script", "before_script", "after_script", "commands", "bash", "command", "powershell", "pwsh",
             "install", "before_install", "args"}  # fmt: skip
_LARGEST = 200_000


def read_pipelines(repository: Repository) -> tuple[Pipeline, ...]:
    """Every pipeline. A file that is not YAML yields a pipeline without jobs: that there is one is known."""
    found = []
    for file in repository.files:
        if file.size > _LARGEST:
            continue
        if _GITHUB.match(file.path) or ("/workflows/" in file.path and _OTHERS.match(file.path)):
            found.append(_github(file.path, _first(repository, file.path)))
        elif _OTHERS.match(file.path):
            found.append(_other(file.path, _first(repository, file.path)))
        elif posixpath.basename(file.path) == "Jenkinsfile":
            found.append(_jenkins(file.path, repository.text(file.path)))
    return tuple(found)


def _first(repository: Repository, path: str) -> dict[str, Any]:
    try:
        documents = parsed_yaml(repository.text(path))
    except ValueError:
        return {}
    return next((one for one in documents if isinstance(one, dict)), {})


def command_at(path: str, text: str) -> Command:
    """A command with the line it begins on; a block of YAML begins a line below its bar."""
    line = text.line if isinstance(text, Text) else 1
    return Command(str(text), Location(path, line, line + max(0, str(text).rstrip().count("\n"))))


# --- GitHub Actions ----------------------------------------------------------------------------------


def _github(path: str, data: dict[str, Any]) -> Pipeline:
    on = data.get("on")
    jobs = data.get("jobs")
    return Pipeline(
        path,
        triggers=tuple(_events(on)),
        jobs=tuple(_github_job(path, name, job, data) for name, job in jobs.items() if isinstance(job, dict))
        if isinstance(jobs, dict)
        else (),
        every=_cron(on),
    )


def _events(on: Any) -> list[str]:
    if isinstance(on, str):
        return [str(on)]
    if isinstance(on, dict):
        return [_event(event, what) for event, what in on.items() if isinstance(event, str)]
    return [str(event) for event in on if isinstance(event, str)] if isinstance(on, list) else []


def _event(event: str, what: Any) -> str:
    """An event's name. A push of nothing but tags, or to a branch for releases, is a release: somebody decided on it."""
    if event != "push" or not isinstance(what, dict):
        return event
    branches = what.get("branches")
    named = branches if isinstance(branches, list) else [branches] if branches else []
    decided = all(_RELEASES.match(str(one)) for one in named) if named else bool(what.get("tags"))
    return "release" if decided else event


def _cron(on: Any) -> str:
    times = on.get("schedule") if isinstance(on, dict) else None
    found = (
        [str(one["cron"]) for one in times if isinstance(one, dict) and "cron" in one]
        if isinstance(times, list)
        else []
    )
    return "; ".join(found)


def _github_job(path: str, name: str, job: dict[str, Any], workflow: dict[str, Any]) -> Job:
    listed = job.get("steps")
    steps = [step for step in listed if isinstance(step, dict)] if isinstance(listed, list) else []
    uses = [str(step["uses"]) for step in steps if isinstance(step.get("uses"), str)]
    needs = job.get("needs")
    return Job(
        str(name),
        tuple(
            _placed(command_at(path, step["run"]), (workflow, job), step)
            for step in map(_as_run, steps)
            if isinstance(step.get("run"), str)
        ),
        tuple([*uses, *([str(job["uses"])] if isinstance(job.get("uses"), str) else [])]),
        tuple(_events(needs)),
    )


def _as_run(step: dict[str, Any]) -> dict[str, Any]:
    """`uses: docker://image` with `args`: the command is run in the image."""
    given = step.get("with")
    told = given.get("args") if isinstance(given, dict) else None
    in_image = str(step.get("uses", "")).startswith("docker://") and isinstance(told, str)
    return {**step, "run": told} if in_image else step


def _placed(command: Command, around: tuple[dict[str, Any], ...], step: dict[str, Any]) -> Command:
    """A step's command with its folder and variables: its own, else those of its job and of the workflow."""
    folder, environment = "", dict[str, str]()
    for one in around:
        folder = _default_folder(one) or folder
        environment |= _variables(one.get("env"))
    own = step.get("working-directory")
    environment |= _variables(step.get("env"))
    return msgspec.structs.replace(
        command,
        folder=posixpath.normpath(own if isinstance(own, str) else folder or ".").removeprefix("."),
        environment=tuple(environment.items()),
    )


def _default_folder(part: dict[str, Any]) -> str:
    defaults = part.get("defaults")
    run = defaults.get("run") if isinstance(defaults, dict) else None
    found = run.get("working-directory") if isinstance(run, dict) else None
    return str(found) if isinstance(found, str) else ""


def _variables(env: Any) -> dict[str, str]:
    if not isinstance(env, dict):
        return {}
    known = {str(k): str(v) for k, v in env.items() if isinstance(v, (str, int, float))}
    return {name: value for name, value in known.items() if "${{" not in value and name.isidentifier()}


# --- the others --------------------------------------------------------------------------------------


def _other(path: str, data: dict[str, Any]) -> Pipeline:
    """Every key at the top (or under `jobs`) that holds commands is a job."""
    jobs = data.get("jobs") if isinstance(data.get("jobs"), dict) else data
    assert isinstance(jobs, dict)
    found = [
        Job(str(name), tuple(command_at(path, text) for text in _texts(inner, name in _COMMANDS)))
        for name, inner in jobs.items()
    ]
    return Pipeline(path, ("push",), tuple(job for job in found if job.commands))


def _texts(value: Any, commands: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, key in _COMMANDS)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, commands)
    elif commands and isinstance(value, str):
        yield value


def _jenkins(path: str, text: str) -> Pipeline:
    commands = []
    for match in _JENKINS.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        commands.append(Command(match.group(2), Location(path, line, line)))
    return Pipeline(path, ("push",), (Job("pipeline", tuple(commands)),) if commands else ())
