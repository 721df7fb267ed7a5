"""Signs in to a Supabase project with a password that the repository tells: at its own door for accounts, or by a function of its database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from roadworthy.app import App
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.project_api import ANONYMOUS, ProjectApi
from roadworthy.trial.kept_in_pages import token_in
from roadworthy.trial.people import Person
from roadworthy.trial.supabase.own_accounts import own_doors
from roadworthy.views.secrets.exposure import Exposure, masked
from roadworthy.views.secrets.known_credentials import known_credentials

_WRONG = "Not-The-Password-4711!"


class Known(Person, frozen=True):
    """Somebody whose name and password anybody can read."""

    told: str = ""
    password: str = ""

    @property
    def email(self) -> str:
        """What the repository calls them."""
        return self.told

    def value(self, role: str) -> Any:
        """What they type."""
        typed = {"email": self.told, "username": self.told, "password": self.password}
        return typed.get(role, super().value(role))


class _Way(Struct, frozen=True):
    """A door of the project; `fields` are what is typed there, with the role of each."""

    path: str
    fields: dict[str, str]


def prove_known_to_project(
    experiment: Experiment, app: App, exposure: Exposure, people: list[Known]
) -> Reproduction:
    """Let in is whoever is given a token with the repository's password and none with another one."""
    if not any(one.what == exposure.what for one in known_credentials(app)):
        return experiment.cleared("The repository does not tell it any more")
    if not people:
        return experiment.untestable("whose password it is cannot be told from the place where it stands")
    for way in _ways(experiment):
        for person in people:
            if _given_token(experiment, way, person, person.password) and not _given_token(
                experiment, way, person, _WRONG
            ):
                return experiment.proven(
                    f"Whoever reads the repository signs in as {masked(person.told)} with {exposure.what}, and is given a token"
                )
    return experiment.untestable("no account that the project's SQL makes is opened by it")


def _ways(experiment: Experiment) -> Iterator[_Way]:
    yield _Way("/auth/v1/token?grant_type=password", {"email": "email", "password": "password"})
    for name, fields in own_doors(database_of(experiment.trial)):
        yield _Way(f"/rest/v1/rpc/{name}", fields)


def _given_token(experiment: Experiment, way: _Way, person: Known, password: str) -> bool:
    typed = {
        name: password if role == "password" else person.value(role) for name, role in way.fields.items()
    }
    right = password == person.password
    which = "the password of the repository" if right else "another password"
    says = f"somebody signs in as {masked(person.told)} with {which}"
    shown = {name: masked(str(value)) for name, value in typed.items()}
    answer = ProjectApi(experiment).quietly(ANONYMOUS, "POST", way.path, typed)
    given = answer.ok and bool(token_in(answer.json()))
    experiment.note(
        "act", says, f"POST {way.path} {shown}", "a token" if given else f"{answer.status}, no token"
    )
    return given
