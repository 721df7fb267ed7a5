"""The steps of a project's pipelines that check a change, as a trial can run them: what stands between a push and production."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app import App
from roadworthy.app.deployment import Command, Job, Pipeline
from roadworthy.errors import AppError
from roadworthy.proof.own_recovery import settings
from roadworthy.regex import regex
from roadworthy.trial import Trial
from roadworthy.trial.install import INSIDE_APP
from roadworthy.views.operations.delivery import checking_pipelines, checks, delivery, ships

STEP_SECONDS = 100.0
_NOT_FOUND = 127
# Done already, or nothing that could stop a change.
_INSTALLS = regex(
    r"^(sudo\s+)?((npm|pnpm|bun) (ci|i|install|add)\b|yarn( install)?(\s+--?\S+)*$|corepack\b|(python3? -m )?pip3? install\b|pipx? install\b"
    r"|uv (sync|venv|pip|tool install)\b|poetry (install|config)\b|pipenv (install|sync)\b|apt(-get)?\b|python3? -m venv\b|(source|\.) \S*activate\b"
    r"|(echo|ls|pwd|cat|printf|mkdir|which|date|env|whoami)\b|\S+ (--version|-v)$|npx playwright install\b|playwright install\b|(npm|pnpm|yarn) audit\b|pip-audit\b|safety check\b|npx husky\b)"
)
_ELSEWHERE = regex(
    r"\$\{\{|\b(docker|docker-compose|podman|kubectl|helm|terraform|ssh|scp|rsync|aws|gcloud|az|heroku|flyctl|fly|railway|vercel|netlify|gh|sudo)\b"
    r"|\bgit (push|fetch|pull|clone|diff|log)\b|\b(curl|wget)\b(?![^\n]*(localhost|127\.0\.0\.1))"
)
# Lines that belong together: such a command is run as a whole or not at all.
_WOVEN = regex(r"^\s*(if|for|while|until|case)\b|<<|\{\s*$", re.M)
# Ready-made actions that fetch, set up or keep something and judge nothing.
_SETS_UP = regex(
    r"^(actions/|pnpm/action-setup|oven-sh/setup-bun|astral-sh/setup-uv|snok/install-poetry|docker/(login|setup|metadata)\S*|codecov/|coverallsapp/|supabase/setup-cli|aws-actions/configure)"
)
# Of what a step prints, the most telling first: a type's error, what was raised, a test's name.
_TELLING = (
    regex(r"\berror TS\d+"),
    regex(r"^\W*(\w+\.)*\w*(Error|Exception)\b: ?\S"),
    regex(r"\w*Error: \S"),
    regex(r"^(FAILED|FAIL|not ok|\u2716|\u00d7)\b"),
    regex(r"\b(error|failed|failing)\b", re.I),
)
_OWN_ADDRESS = regex(r"(https?://)?(localhost|127\.0\.0\.1):\d{4,5}\b")


class Step(Struct, frozen=True):
    """Lines for bash in a folder of the app. `place` is where they are written."""

    place: str
    line: str
    folder: str = ""
    environment: tuple[tuple[str, str], ...] = ()

    @property
    def short(self) -> str:
        """Its first line, for reading."""
        first, _, more = self.line.partition("\n")
        return first if not more else f"{first} …"


class Steps(Struct, frozen=True):
    """`run` are what a trial runs; `passed_over` what cannot stop a change or is done already; `unseen` what might stop one
    and does not run in a trial."""

    run: tuple[Step, ...] = ()
    passed_over: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()


def steps_before_shipping(app: App) -> Steps:
    """The steps that a change passes on its way: those of the jobs that ship it and of what they wait for; where no job
    ships, those of every pipeline that a push starts."""
    run, over, unseen = list[Step](), list[str](), list[str]()
    for job in _jobs(app):
        for action in job.uses:
            (over if _SETS_UP.search(action) or ships(action) else unseen).append(action)
        for command in job.commands:
            if ships(command.text):
                over.append(_first(command.text))
                continue
            step = _step(command, over)
            if isinstance(step, Step):
                run.append(step)
            elif step:
                (unseen if checks(step) or "docker" in step else over).append(_first(step))
    return Steps(tuple(run), tuple(dict.fromkeys(over)), tuple(dict.fromkeys(unseen)))


def _jobs(app: App) -> Iterator[Job]:
    way = delivery(app)
    if way.unguarded:
        pipeline, job = way.unguarded[0]
        yield from _before(pipeline, job)
        return
    for pipeline in checking_pipelines(app):
        yield from pipeline.jobs


def _before(pipeline: Pipeline, job: Job) -> list[Job]:
    """The jobs that one waits for, and itself."""
    by_name = {one.name: one for one in pipeline.jobs}
    found: list[Job] = []
    waiting = [job]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.insert(0, one)
            waiting += [by_name[name] for name in one.needs if name in by_name]
    return found


def _step(command: Command, over: list[str]) -> Step | str:
    """The command as a step; the lines of it that do not run in a trial where that leaves nothing to run, '' for nothing at
    all. What is done already goes to `over`."""
    text = command.text.replace("\\\n", " ").strip()
    if _WOVEN.search(text):
        return text if _ELSEWHERE.search(text) else _made(command, text)
    lines = [line.strip() for line in text.split("\n")]
    lines = [line for line in lines if line and not line.startswith("#")]
    done = [line for line in lines if _INSTALLS.search(line)]
    over += [_first(line) for line in done]
    lines = [line for line in lines if line not in done]
    away = [line for line in lines if _ELSEWHERE.search(line)]
    if away:
        return "\n".join(away)
    return _made(command, "\n".join(lines)) if lines else ""


def _made(command: Command, text: str) -> Step:
    lines = [
        _OWN_ADDRESS.sub("$BASE_URL", line) if re.search(r"\b(curl|wget)\b", line) else line
        for line in text.split("\n")
    ]
    return Step(str(command.location), "\n".join(lines), command.folder, command.environment)


def _first(text: str) -> str:
    return text.strip().split("\n")[0][:80]


# --- running -----------------------------------------------------------------------------------------


class Ran(Struct, frozen=True):
    """How a step ended. `absent` when a program that it calls is not here; `late` when it did not end in its time, which says
    nothing of the change."""

    code: int
    last: str
    absent: bool = False
    late: bool = False


def run_step(trial: Trial, step: Step) -> Ran:
    """Runs a step as the service would, with the trial's own values for what both set. What it leaves running is ended."""
    values = [
        f'[ -n "${{{name}:-}}" ] || {name}={shlex.quote(value)}; export {name}'
        for name, value in step.environment
    ]
    lines = [
        settings(""),
        *values,
        f"cd {shlex.quote(f'{INSIDE_APP}/{step.folder}')}",
        f"exec bash -e -c {shlex.quote(step.line)}",
    ]
    try:
        code, output = trial.run("\n".join(lines), STEP_SECONDS)
    except AppError:
        return Ran(1, f"it did not end within {STEP_SECONDS:.0f} s", late=True)
    finally:
        trial.stop()
    said = [line.strip() for line in output.splitlines() if line.strip()]
    if _only_unwritten(said):
        return Ran(0, "no error in its types")
    absent = code == _NOT_FOUND or any(re.search(r": (command )?not found$", line) for line in said[-3:])
    return Ran(code, _telling(said), absent and code != 0)


def _only_unwritten(said: list[str]) -> bool:
    """Whether tsc has nothing to say but that it cannot keep its notes: in a trial the packages' folder, where many
    projects have it keep them, is not to be written to."""
    errors = [line for line in said if re.search(r"\berror TS\d+", line)]
    return bool(errors) and all("error TS5033" in line for line in errors)


def _telling(said: list[str]) -> str:
    """The line that says what is wrong, else the last."""
    for what in _TELLING:
        found = next((line for line in said if what.search(line) and "TS5033" not in line), "")
        if found:
            return found[:160]
    return said[-1][:160] if said else ""
