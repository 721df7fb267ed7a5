"""Follows the README as somebody new would: its commands, in its order, with an empty database."""

from __future__ import annotations

import re
import shlex

from roadworthy.app import App
from roadworthy.catalogue import Gap
from roadworthy.errors import AppError
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.followed_document import Told, told
from roadworthy.proof.kept_files import stopped_and_kept
from roadworthy.proof.own_recovery import settings
from roadworthy.regex import regex
from roadworthy.trial import Trial
from roadworthy.trial.install import INSIDE_APP
from roadworthy.views.operations.explained import explains_settings, readme_place, running, structure

_SECONDS = 60.0
# What a trial lacks and a newcomer's machine may have; then the failure says nothing of the project.
_OF_THE_TRIAL = regex(
    r"ENOTFOUND|ECONN|EAI_AGAIN|ETIMEDOUT|getaddrinfo|network|certificate|EACCES|EROFS|read-only|permission denied|no space|killed|memory"
    r"|not found$|cannot find (module|package)|no module named|modulenotfound|executable doesn't exist|EADDRINUSE|could not connect|connection refused"
    r"|authentication|environment variable|prisma cli version|interactive|\btty\b|prompt|required|must be set|not set|missing.{0,30}(environment|variable|key|secret|token)|api key|already exists|deprecat",
    re.I | re.M,
)
# The tables are not there: what makes them may have been among the commands that a trial passes over.
_WITHOUT_TABLES = regex(
    r"no such table|(table|relation|database|schema)\b.{0,80}\bdoes(n't| not) exist|doesn't exist|undefinedtable|\bP2021\b|\bP1003\b|42P01",
    re.I,
)


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """Proven when a command fails for a reason that lies in the repository; cleared when all work and the rest is written down
    as well."""
    experiment = Experiment(trial, "Whoever follows the README gets the app to run")
    place, section = readme_place(app), running(app)
    paths = [
        path for path in dict.fromkeys((place.path if place else "", section.path if section else "")) if path
    ]
    commands = [command for path in paths for command in told(app, path)]
    if not commands:
        where = paths[0] if paths else "the repository"
        return experiment.untestable(f"{where} has no command that a newcomer could follow")
    with stopped_and_kept(trial):
        _empty(trial)
        failed = _first_failing(experiment, commands)
    if failed:
        return experiment.proven(failed)
    return _all_work(experiment, app, commands, paths)


def _empty(trial: Trial) -> None:
    """A newcomer begins with an empty database."""
    if trial.database is not None and trial.database.kind == "postgres" and trial.supabase is None:
        trial.database.destroy()


def _first_failing(experiment: Experiment, commands: list[Told]) -> str:
    skipped = False
    for command in commands:
        failed = _followed(experiment, command, skipped)
        if failed:
            return failed
        skipped |= command.way in ("started", "passed over")
    return ""


def _followed(experiment: Experiment, one: Told, skipped: bool) -> str:
    """Does what a command says; in words how it failed, '' when it did not or when that is not the project's doing. `skipped` when
    commands before it were not carried out, of which one may have made the tables."""
    if one.way != "run":
        says = {"answered": "the packages are there", "started": "the trial starts the app itself"}
        experiment.note("act", f"{one.place} ({says.get(one.way, one.way)})", one.command)
        return ""
    line = f"{settings('')}\ncd {shlex.quote(f'{INSIDE_APP}/{one.folder}')}\n{one.command}"
    try:
        code, output = experiment.trial.run(line, _SECONDS)
    except AppError as error:
        experiment.note("act", one.place, one.command, str(error))
        return ""
    lines = [text.strip() for text in output.splitlines() if text.strip()]
    experiment.note("act", one.place, one.command, f"exit code {code} {' | '.join(lines[-3:])}")
    if code == 0 or (not one.absent and not_its_doing(output, skipped)):
        return ""
    if one.absent:
        return f"{one.place} tells to run `{one.command}`, which ends with {code}: {one.absent} is not in the repository"
    return f"{one.place} tells to run `{one.command}`, which ends with {code}: {_telling(lines)}"


def not_its_doing(output: str, skipped: bool) -> bool:
    """Whether a command failed for want of what a trial lacks, or of tables that a command which was `skipped` may make."""
    return bool(_OF_THE_TRIAL.search(output) or (skipped and _WITHOUT_TABLES.search(output)))


def _telling(lines: list[str]) -> str:
    errors = [line for line in lines if "rror" in line]
    return (errors[0] if errors else lines[-1] if lines else "it says nothing")[:160]


def _all_work(experiment: Experiment, app: App, commands: list[Told], paths: list[str]) -> Reproduction:
    ran = [one.command for one in commands if one.way == "run"]
    looked = f"{len(commands)} commands of {' and '.join(paths)} were followed, {len(ran)} of them run ({', '.join(ran[:4])})"
    if structure(app) is not None and running(app) is not None and explains_settings(app):
        return experiment.cleared(f"{looked}, and none fails")
    return experiment.untestable(
        f"{looked}: none fails for a reason of the project; what the documents leave out is read, not run"
    )
