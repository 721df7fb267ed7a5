"""Signs in with a password that the repository tells, after whatever of the repository makes the account was run."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.errors import AppError
from roadworthy.patterns.compliance.exposed_sensitive_data.known_to_project import (
    Known,
    prove_known_to_project,
)
from roadworthy.proof import Experiment, Reproduction
from roadworthy.regex import regex
from roadworthy.trial import Actor, Door, Trial
from roadworthy.trial.authjs_entry import AUTHJS
from roadworthy.trial.carrier import BEARER, carrier_of
from roadworthy.trial.coming_in import come_in
from roadworthy.trial.page_entry import look
from roadworthy.views.people.people import users_table
from roadworthy.views.secrets.exposure import Exposure, masked
from roadworthy.views.secrets.known_credentials import known_credentials

_QUOTED = regex(r"""(["'])((?:(?!\1).){3,80})\1""")
_MAIL = regex(r"[\w.+-]+@[\w-]+\.[A-Za-z]{2,}")
_NAME = regex(r"""\buser_?name["']?\s*[=:,]\s*["']([\w.-]{2,40})["']""", re.I)
# `process.env.X || "..."`, `getenv("X", "...")`; a list of names that are imported has commas as well.
_INSTEAD = r"[\"'\])]*\s*(?:\|\||\?\?)|[\"']\s*,"
_SECONDS = 60.0
_SCRIPTS, _TRIED = 3, 6
_ADDRESS = "192.0.2.77"
# In the place of a script: the app's own first start.
_EMPTY = "(first start)"
_STARTED = "the app is started with nobody in"
_IN_COOKIES = ("flask", "django", "fastapi")


def prove_known(experiment: Experiment, app: App, exposure: Exposure) -> Reproduction:
    """Proven when the repository's password opens what only people who are signed in may see."""
    trial = experiment.trial
    if trial.supabase is not None:
        return prove_known_to_project(experiment, app, exposure, list(_people(app, exposure))[:_TRIED])
    door, private = trial.plan.doors.login, _private_path(trial)
    if door is None or not private:
        return experiment.untestable("how people sign in, or what only they may see, is not known")
    if not any(one.what == exposure.what for one in known_credentials(app)):
        return experiment.cleared("The repository does not tell it any more")
    people = list(_people(app, exposure))[:_TRIED]
    if not people:
        return experiment.untestable("whose password it is cannot be told from the place where it stands")
    if _is_open(trial, _visitor(), private):
        return experiment.untestable(f"{private} opens for anybody")
    try:
        return _tried(experiment, app, exposure, door, private, people)
    finally:
        if experiment.said(_STARTED):
            trial.reset()
            trial.restart()


def _tried(
    experiment: Experiment,
    app: App,
    exposure: Exposure,
    door: Door,
    private: str,
    people: list[Known],
) -> Reproduction:
    trial = experiment.trial
    scripts = _scripts(app, exposure, trial.plan.cwd)
    for script in ("", *(scripts or _first_start(app))):
        if script == _EMPTY and not _starts_empty(experiment, app):
            continue
        if script and script != _EMPTY and not _run(experiment, script):
            continue
        for person in people:
            if _gets_in(experiment, door, private, person):
                made = f" after `{script}`, which makes the account," if script else ""
                made = (
                    " after the app's first start, with nobody in its database," if script == _EMPTY else made
                )
                return experiment.proven(
                    f"Whoever reads the repository signs in{made} with {exposure.what} and is shown {private}"
                )
    return experiment.untestable("no account that the trial could make is opened by it")


def _people(app: App, exposure: Exposure) -> Iterator[Known]:
    """The names that stand in the same files, the nearest first."""
    for place in exposure.places:
        text = app.read(place.path).decode("utf-8", "replace")
        lines = text.splitlines()
        near = "\n".join(lines[place.start_line - 1 : place.end_line])
        values = [found[1] for found in _QUOTED.findall(near) if masked(found[1]) in exposure.what]
        names = dict.fromkeys([*_MAIL.findall(text), *_NAME.findall(text)])
        yield from (Known("known", 78, told=name, password=value) for value in values for name in names)


def _scripts(app: App, exposure: Exposure, folder: str) -> list[str]:
    """What of the repository runs by itself and holds the password."""
    found = []
    packages = {name for name, _ in app.deployment.packages}
    for path in dict.fromkeys(place.path for place in exposure.places):
        text = app.read(path).decode("utf-8", "replace")
        file = os.path.relpath(path, folder)
        # Nobody has set what the file has a word of its own for.
        names = dict.fromkeys(one.name for one in app.deployment.environment)
        unset = [one for one in names if re.search(rf"\b{re.escape(one)}(?:{_INSTEAD})", text)]
        bare = f"env {' '.join(f'-u {name}' for name in unset)} " if unset else ""
        if path.endswith(".py") and "__main__" in text:
            found.append(f"{bare}python {file}")
        elif path.endswith((".js", ".mjs", ".cjs")) and not re.search(r"\.listen\(", text):
            found.append(f"{bare}node {file}")
        elif path.endswith((".ts", ".mts")) and "tsx" in packages and not re.search(r"\.listen\(", text):
            found.append(f"{bare}npx --no-install tsx {file}")
    return found[:_SCRIPTS]


def _first_start(app: App) -> list[str]:
    """An app may make its first account itself when it starts with nobody in its database. Only where a new start signs nobody out:
    Python's frameworks keep sessions in cookies or in the database."""
    return [_EMPTY] if any(one.framework in _IN_COOKIES for one in app.endpoints) else []


def _starts_empty(experiment: Experiment, app: App) -> bool:
    trial, people = experiment.trial, users_table(app)
    database = trial.database
    if database is None or database.kind != "postgres" or people is None:
        return False
    trial.stop()
    try:
        database.execute(f"TRUNCATE {database.quoted(people.name)} CASCADE")
    finally:
        trial.start()
    experiment.note("arrange", f"{_STARTED} {people.name}")
    return True


def _run(experiment: Experiment, script: str) -> bool:
    try:
        code, said = experiment.trial.run(script, _SECONDS)
    except AppError as slow:
        code, said = 1, str(slow)
    experiment.note("arrange", f"{script}, as whoever runs the app does once", script, said[-300:])
    return code == 0


def _visitor() -> Actor:
    return Actor(name="visitor", role="user", address=_ADDRESS)


def _private_path(trial: Trial) -> str:
    """What is shown to people who are signed in alone: a page, else what alice is answered and a stranger is not."""
    door = trial.plan.doors.login
    if trial.plan.private_page:
        return trial.plan.private_page
    if door is not None and door.library == AUTHJS:
        return f"{door.path}/session"
    closed = (
        path
        for path in trial.plan.private_reads[:_TRIED]
        if trial.send("anonymous", "GET", path).status in (401, 403)
    )
    return next(
        (path for path in closed if "alice" in trial.actors and trial.send("alice", "GET", path).ok), ""
    )


def _gets_in(experiment: Experiment, door: Door, private: str, person: Known) -> bool:
    trial, visitor = experiment.trial, _visitor()
    carrier = carrier_of(trial.actors["alice"]) if "alice" in trial.actors else BEARER
    came = come_in(trial.send_written, visitor, door, person, register=False, carrier=carrier)
    opened = came.inside and _is_open(trial, visitor, private)
    experiment.note(
        "act",
        f"somebody signs in at {door.path} as {masked(person.told)} with the password of the repository",
        shows="let in" if opened else "refused",
    )
    return opened


def _is_open(trial: Trial, visitor: Actor, private: str) -> bool:
    """Whether what is for people who are signed in is shown, and not the page that asks who is there."""
    landing = look(trial.send_written, visitor, private)
    # Auth.js answers strangers too, with nothing in it.
    told = landing.answer.text.strip() not in ("", "null", "{}")
    return landing.answer.ok and told and not landing.asks_who
