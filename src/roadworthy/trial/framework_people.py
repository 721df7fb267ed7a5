"""People made with the framework's own tools, where an app has no door through which a trial's people come in."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from roadworthy.errors import AppError
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.people import Person
from roadworthy.trial.python_plan import INSIDE_FILES

Run = Callable[[str, float], tuple[int, str]]
MARK = "roadworthy-people:"
_SECONDS = 60.0


class FrameworkPeople:
    """Accounts and sessions of `people` made inside the app, as the framework itself makes them: for all of them at once, when
    the first is asked for. `said` tells why there are none."""

    def __init__(self, plan: BootPlan, run: Run, people: Sequence[Person]) -> None:
        self._plan, self.run, self._people = plan, run, people
        self._made: dict[str, dict[str, str]] | None = None
        self.said = ""

    @property
    def can(self) -> bool:
        """Whether the app's framework has such a tool."""
        return self._plan.framework in _TOOLS

    def make(self, person: Person) -> dict[str, str] | None:
        """Sees to it that a person has an account, whoever is called admin with all of the framework's own rights; the
        cookies of a session of theirs, or None."""
        if self._made is None:
            self._made = self._all() if self.can else {}
        return self._made.get(person.name)

    def _all(self) -> dict[str, dict[str, str]]:
        command = _TOOLS[self._plan.framework](self._plan)
        asked = json.dumps([_asked(person) for person in self._people])
        try:
            _, text = self.run(f"ROADWORTHY_PEOPLE={shlex.quote(asked)} {command}", _SECONDS)
        except AppError as error:
            self.said = str(error)
            return {}
        made = _told(text)
        if made is None:
            self.said = " ".join(text.split())[-200:]
            return {}
        cookie = str(made["cookie"])
        return {name: {cookie: str(session)} for name, session in made["sessions"].items()}


def _asked(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "email": person.email,
        "username": person.value("username"),
        "password": person.value("password"),
        "admin": person.name == "admin",
    }


def _told(text: str) -> Mapping[str, Any] | None:
    line = next((line for line in reversed(text.splitlines()) if line.startswith(MARK)), None)
    told = json.loads(line.removeprefix(MARK)) if line is not None else None
    return told if isinstance(told, dict) else None


def _django(plan: BootPlan) -> str:
    return f"""python manage.py shell -c 'exec(open("{INSIDE_FILES}/django_people.py").read())'"""


_TOOLS: dict[str, Callable[[BootPlan], str]] = {"django": _django}
