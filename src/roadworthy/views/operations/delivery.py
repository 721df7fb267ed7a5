"""How a change gets from a branch to production, and back: what a pipeline checks first, what it ships, how it is undone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.deployment import Job, Pipeline
from roadworthy.app.model import App
from roadworthy.regex import Regex, regex
from roadworthy.views.operations.documents import sections

_TESTS = regex(
    r"\b(pytest|py\.test|vitest|jest|mocha|playwright test|cypress run|tox|nox|node --test|tsx --test|go test|phpunit|rspec|unittest"
    r"|manage\.py test|(npm|pnpm|yarn|bun|turbo)\b[^\n&|;]*\b(test|e2e|coverage)(:[\w-]+)*\b|make (test|check)\b|coverage run"
    # Runners of tasks that are called by their names.
    r"|(run[-_])?(unit[-_]?|integration[-_]?)?tests?\.sh\b"
    r"|(gulp|grunt|just|task|inv|invoke|rake|nx|moon|lerna|poe|hatch|pdm|pixi|mage|doit)\b[^\n&|;]*\b(tests?|coverage)\b)"
)
_TYPES = regex(
    r"\b(tsc\b|vue-tsc|mypy|pyright|pyre|(npm|pnpm|yarn|bun|turbo)\b[^\n&|;]*\b(type-?check|check-?types|check|types|tsc|lint(:\w+)?)\b|eslint|ruff|flake8|pylint|biome|prek|pre-commit|next build|make (lint|typecheck))"
)
_SHIPS = regex(
    r"\b(vercel\b[^\n]*--prod|netlify deploy|fly(ctl)? deploy|railway up|firebase deploy|gcloud (run|app) deploy|kubectl (apply|set image|rollout)|helm upgrade|serverless deploy|sls deploy"
    r"|cdk deploy|aws (ecs|s3 sync|deploy|lambda)|ssh\b[^\n]*@|rsync\b[^\n]*@|scp\b|docker[- ]compose[^\n]*\bup\b|heroku (container:release|git)|git push [^\n]*(heroku|dokku|deploy|release)|docker push|supabase functions deploy|wrangler (deploy|publish)|pm2 (reload|restart|deploy))"
)
_STARTS = regex(r"docker[- ]compose")
# Actions that only write a release down (notes, a ticket) bring nothing to anybody.
_SHIPPING_ACTIONS = regex(r"deploy|publish|vercel|netlify|webapps|ssh-action|heroku", re.I)
# What is published there is what tests found.
_RESULTS = regex(r"test[-_]?(results?|reports?)|junit|coverage|lint", re.I)
_ROLLBACK = regex(
    r"roll(ing|ed)?[- _]?back|revert|downgrade|previous (release|version|deploy)|undo (a|the) (deploy|release)|going back a release",
    re.I,
)
_SKIPS = regex(r"ignoreBuildErrors\s*:\s*true")
_UNDONE_BY_HOST = {"vercel", "netlify", "render", "fly", "railway", "cloudflare", "heroku"}
_HOSTS = regex(r"\b(vercel|netlify|render|fly|railway|cloudflare|heroku)(\.com|\.io|\.app)?\b", re.I)
_GOING_LIVE = regex(r"deploy|production|hosting|going live", re.I)
# Hosts that build each push themselves, and keep the release before where the build fails.
_BUILDING = {"vercel", "netlify", "cloudflare"}
_NO_TESTS = regex(r"no test specified|exit 1$|^echo ")


_NODE_LOCK = regex(r"(package-lock\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?)$")


class Delivery(Struct, frozen=True):
    """What stands between a change and production. `tests` and `types` name the pipeline that runs them ('' for none); `ships` the jobs that bring
    a change to production, `unguarded` those among them that need no job with tests and have none; `back` is how a release is undone ('' for nothing);
    `built` is the host whose build refuses a change with wrong types ('' for none)."""

    tests: str = ""
    types: str = ""
    ships: tuple[tuple[Pipeline, Job], ...] = ()
    unguarded: tuple[tuple[Pipeline, Job], ...] = ()
    back: str = ""
    built: str = ""
    has_tests: bool = False
    pinned: bool = False
    locked: bool = False
    ignores_types: str = ""


def checking_pipelines(app: App) -> tuple[Pipeline, ...]:
    """The pipelines that a change starts."""
    changes = {"push", "pull_request", "merge_group", "workflow_call", "pull_request_target"}
    return tuple(p for p in app.deployment.pipelines if set(p.triggers) & changes)


def checks(command: str) -> bool:
    """Whether a command tests a change, or looks at its types or its style."""
    return bool(_TESTS.search(command) or _TYPES.search(command))


def ships(command: str) -> bool:
    """Whether a command, or a ready-made action, brings a change to production."""
    return bool(
        _SHIPS.search(command)
        or (
            re.match(r"[\w.-]+/[\w./-]+@", command)
            and _SHIPPING_ACTIONS.search(command)
            and not _RESULTS.search(command)
        )
    )


def delivery(app: App) -> Delivery:
    """The way of a change."""
    return app.view(_delivery)


def _delivery(app: App) -> Delivery:
    checking = checking_pipelines(app)
    ships = [
        (p, job)
        for p in app.deployment.pipelines
        for job in p.jobs
        if _is_shipping(app, p, job)
        and set(p.triggers) & {"push", "release", "workflow_run", "workflow_dispatch"}
    ]
    ignoring = _ignoring_types(app)
    return Delivery(
        tests=next((p.path for p in checking if any(_runs_tests(app, job) for job in p.jobs)), ""),
        types=next((p.path for p in checking if any(_does(app, job, _TYPES) for job in p.jobs)), ""),
        ships=tuple(ships),
        unguarded=tuple((p, job) for p, job in ships if not _guarded(app, p, job)),
        back=_way_back(app),
        has_tests=has_tests(app),
        pinned=bool(app.deployment.pins),
        locked=_locked(app),
        built="" if ignoring else _building_host(app),
        ignores_types=ignoring,
    )


def _ignoring_types(app: App) -> str:
    """The settings that have Next.js build although the types are wrong; '' for none."""
    return next(
        (
            f.path
            for f in app.repository.files
            if re.search(r"(^|/)next\.config\.\w+$", f.path) and _SKIPS.search(app.text(f.path))
        ),
        "",
    )


def _building_host(app: App) -> str:
    """The host that builds every push with the types checked, as `next build` does; '' for none."""
    typed = any(re.search(r"(^|/)tsconfig\.json$", f.path) for f in app.repository.files)
    host = _host(app)
    return host if typed and host in _BUILDING and app.deployment.package("next") is not None else ""


def _host(app: App) -> str:
    """The platform that the app is put on, by its files or by what its documents say of deploying; '' for none."""
    kinds = [process.kind for process in app.deployment.processes if process.kind in _UNDONE_BY_HOST]
    told = [
        found.group(1).lower()
        for section in sections(app)
        if _GOING_LIVE.search(section.title)
        and (found := _HOSTS.search(f"{section.title} {section.text}")) is not None
    ]
    return next(iter([*kinds, *told]), "")


def _does(app: App, job: Job, what: Regex[str]) -> bool:
    return any(
        what.search(line) and not _is_empty_script(app, line)
        for command in job.commands
        for line in _lines(app, command.text)
    )


_RUNS = regex(
    r"\b(?:npm\s+run(?:-script)?|(?:pnpm|yarn|bun|turbo)\s+run|(?:pnpm|yarn|bun|turbo)(?!\s+(?:run|install|ci|add|dlx|exec)\b))\s+([\w:-]+)"
)
# A script may run others, which run others.
_DEEPEST = 3


def _lines(app: App, text: str, depth: int = 0) -> Iterator[str]:
    """The lines of a command, and what the scripts say that they run (`npm run ci`)."""
    for line in text.splitlines():
        if line.lstrip().startswith("#"):
            continue
        yield line
        for name in _RUNS.findall(line) if depth < _DEEPEST else ():
            for _, script, command in app.deployment.all_scripts:
                if script == name:
                    yield from _lines(app, command, depth + 1)


def _is_empty_script(app: App, line: str) -> bool:
    """`npm test` where the script only says that there are none, or `--if-present` where there is no script."""
    match = re.search(r"\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?(test[\w:-]*)", line)
    if match is None:
        return False
    named = [command for _, name, command in app.deployment.all_scripts if name == match.group(1)]
    return not named or all(_NO_TESTS.search(command) for command in named)


def _is_shipping(app: App, pipeline: Pipeline, job: Job) -> bool:
    if any(
        _SHIPPING_ACTIONS.search(action.split("@")[0])
        and not _RESULTS.search(action)
        and "pages" not in action
        and "draft" not in action
        for action in job.uses
    ):
        return True
    # A runner of GitHub's is gone when the job ends: services that are started on it are there for its tests.
    hosted = ".github/" in pipeline.path and "self-hosted" not in app.text(pipeline.path)
    return any(
        found.group() and not (hosted and _STARTS.search(found.group()) and "ssh" not in line)
        for command in job.commands
        for line in _lines(app, command.text)
        if (found := _SHIPS.search(line)) is not None
    )


# A whole workflow of another repository, and the word that says what it, or the job that calls it, is for.
_WORKFLOW = regex(r"\.github/workflows/[\w.-]+\.ya?ml@")
_FOR_TESTS = regex(r"(^|[/_.-])tests?([/_.-]|$)", re.I)


def _runs_tests(app: App, job: Job) -> bool:
    """Whether a job runs tests: by its own commands, or by a workflow of another repository that its name says is for that."""
    called = [use for use in job.uses if _WORKFLOW.search(use)]
    return _does(app, job, _TESTS) or any(
        _FOR_TESTS.search(job.name) or _FOR_TESTS.search(use.split("@")[0]) for use in called
    )


def _guarded(app: App, pipeline: Pipeline, job: Job) -> bool:
    """Whether tests run before: in the job, in one it needs, or in the workflow whose success starts it."""
    if "workflow_run" in pipeline.triggers or set(pipeline.triggers) <= {"release", "workflow_dispatch"}:
        return True
    by_name = {one.name: one for one in pipeline.jobs}
    waiting, seen = [job.name], set()
    while waiting:
        name = waiting.pop()
        one = by_name.get(name)
        if one is None or name in seen:
            continue
        seen.add(name)
        if _runs_tests(app, one) or any(use.startswith("./") for use in one.uses):
            return True
        waiting += one.needs
    return False


def has_tests(app: App) -> bool:
    """Whether the repository has any test."""
    return any(
        re.search(
            r"(^|/)test_\w+\.py$|_test\.py$|\.(test|spec)\.[cm]?[jt]sx?$|(^|/)(__tests__|cypress/e2e|e2e)/.+\.[jt]sx?$|(^|/)tests?/.+test.*\.(py|[jt]sx?)$|(^|/)tests\.py$",
            f.path,
        )
        for f in app.repository.files
    )


def _way_back(app: App) -> str:
    for pipeline in app.deployment.pipelines:
        texts = [
            pipeline.path,
            *[job.name for job in pipeline.jobs],
            *[
                c.text
                for job in pipeline.jobs
                for c in job.commands
                if not re.search(r"alembic downgrade|db:rollback", c.text)
            ],
        ]
        if any(_ROLLBACK.search(text) for text in texts):
            return pipeline.path
    for section in sections(app):
        steps = re.search(r"```|^\s*\d+[.)]\s", section.text, re.M)
        if _ROLLBACK.search(section.title + " " + section.path) and steps:
            return section.path
        if (
            re.search(r"deploy|release|runbook", section.path + section.title, re.I)
            and steps
            and _ROLLBACK.search(section.text)
        ):
            return section.path
    host = _host(app)
    return f"{host} keeps the releases before" if host else ""


def _locked(app: App) -> bool:
    """Whether every folder with packages says exactly which: by a lockfile, or by requirements that name every version."""
    deployment = app.deployment
    node = any(path.endswith("package.json") for path in deployment.manifests)
    if node and not any(_NODE_LOCK.search(path) for path in deployment.lockfiles):
        return False
    python = [path for path in deployment.manifests if not path.endswith("package.json")]
    if not python or any(re.search(r"(uv|poetry|Pipfile|pdm)\.lock$", path) for path in deployment.lockfiles):
        return True
    listed = [
        line for path in python if path.endswith((".txt", ".in")) for line in app.text(path).splitlines()
    ]
    named = [line for line in listed if re.match(r"\s*[A-Za-z]", line)]
    return bool(named) and all("==" in line for line in named)
