"""How people install, build and start an app by hand, told from its App: the lines for its documents."""

from __future__ import annotations

import shlex

from msgspec import Struct

from roadworthy.app import App
from roadworthy.errors import RoadworthyError
from roadworthy.proof.doors import plan_trial
from roadworthy.regex import regex
from roadworthy.trial import BootPlan
from roadworthy.trial.python_plan import INSIDE_FILES
from roadworthy.trial.python_requirements import REQUIREMENT_FILES

_SCRIPT_NAME = regex(r"^[A-Za-z0-9:_.-]+$")
# File names of the app are part of what its plan runs; in a document nothing may expand when it is pasted.
_PLAIN_LINE = regex(r"^[\w./:@'\"{}=,<>~!*+()\[\] -]*$")
_START = ("start", "start:prod", "serve", "server", "dev")
_SCHEMA = ("db:migrate", "migrate:deploy", "migrate", "db:push", "migration:run")
_SEED = ("db:seed", "seed", "seed:db", "prisma:seed")
_FROM_LOCKFILE = {
    "npm": "npm ci",
    "pnpm": "pnpm install --frozen-lockfile",
    "yarn": "yarn install --frozen-lockfile",
    "bun": "bun install --frozen-lockfile",
}


class OwnCommands(Struct, frozen=True):
    """Shell lines for the app's folder `folder` ('.' for the repository's top); '' for a step the app does not have.
    Where a port is asked for, `PORT` names it."""

    folder: str = "."
    install: str = ""
    schema: str = ""
    build: str = ""
    seed: str = ""
    start: str = ""

    def line(self, command: str) -> str:
        """A command as typed at the repository's top."""
        return command if self.folder == "." else f"(cd {shlex.quote(self.folder)} && {command})"


def own_commands(app: App) -> OwnCommands:
    """The app's own scripts where it has them. Empty where nothing says how it is run."""
    return app.view(_own_commands)


def _own_commands(app: App) -> OwnCommands:
    try:
        plan = plan_trial(app, {})
    except (RoadworthyError, OSError, ValueError):
        # An app that nothing says how to run has documents all the same; they leave these lines out.
        return OwnCommands()
    return _node(app, plan) if plan.runtime == "node" else _python(app, plan)


def _node(app: App, plan: BootPlan) -> OwnCommands:
    manager = app.deployment.manager if app.deployment.manager in _FROM_LOCKFILE else "npm"
    # Scripts are read from the top; of an app in a folder below, what its plan found must do.
    scripts = dict(app.deployment.scripts) if plan.cwd == "." else {}
    return OwnCommands(
        folder=plan.cwd,
        install=_FROM_LOCKFILE[manager] if app.deployment.lockfiles else f"{manager} install",
        schema=_script(manager, scripts, _SCHEMA) or _tool(plan.schema),
        build=_script(manager, scripts, ("build",)) or _tool(plan.build),
        seed=_script(manager, scripts, _SEED),
        start=_script(manager, scripts, _START) or _tool((plan.start,)),
    )


def _script(manager: str, scripts: dict[str, str], names: tuple[str, ...]) -> str:
    found = next((name for name in names if name in scripts and _SCRIPT_NAME.match(name)), "")
    if not found:
        return ""
    return f"{manager} start" if found == "start" and manager != "bun" else f"{manager} run {found}"


def _tool(commands: tuple[str, ...]) -> str:
    """A command of the plan, which names a program of the app's packages."""
    if not all(_PLAIN_LINE.match(command) for command in commands):
        return ""
    line = " && ".join(commands).replace("{port}", '"${PORT:-3000}"')
    return f"npx {line}" if line and not line.startswith(("node ", "npx ")) and " && " not in line else line


def _python(app: App, plan: BootPlan) -> OwnCommands:
    start = plan.start if _PLAIN_LINE.match(plan.start) else ""
    return OwnCommands(
        folder=plan.cwd,
        install=_installed(app, plan.cwd),
        # What makes tables where the app has no tool for it is Roadworthy's own.
        schema=" && ".join(command for command in plan.schema if INSIDE_FILES not in command),
        start=start.replace("127.0.0.1:{port}", "0.0.0.0:${PORT:-8000}")
        .replace("--host 127.0.0.1", "--host 0.0.0.0")
        .replace("{port}", '"${PORT:-8000}"'),
    )


# As its own tool installs it, the lockfile's before others.
_BY_FILE = (
    ("uv.lock", "uv sync"),
    ("poetry.lock", "poetry install"),
    ("Pipfile", "pipenv install"),
    ("pyproject.toml", "pip install ."),
    ("setup.py", "pip install ."),
)


def _installed(app: App, folder: str) -> str:
    """How the packages of a Python app are installed by hand; '' where no file names them."""
    files = {file.path for file in app.repository.files}

    def there(name: str) -> bool:
        return (name if folder == "." else f"{folder}/{name}") in files

    listed = next((name for name in REQUIREMENT_FILES if there(name)), "")
    tool = next((line for name, line in _BY_FILE if there(name)), "")
    return (
        tool
        if tool and (not listed or not tool.startswith("pip "))
        else f"pip install -r {listed}"
        if listed
        else ""
    )
