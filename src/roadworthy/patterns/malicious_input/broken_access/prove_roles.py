"""Bob, who has no role, gives himself the one that the app's own guards ask for."""

from __future__ import annotations

from typing import Any

from roadworthy.app import App, Endpoint, Origin, Query
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.patterns.malicious_input.broken_access.request_parts import named_part, put
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.actions import takes_body
from roadworthy.proof.agreeing import agreeing
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.experiment import database_of
from roadworthy.proof.ownership import person_key
from roadworthy.proof.page_text import said
from roadworthy.trial import Request, Trial
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.people.people import is_persons_key, users_table

_ADMINISTRATOR = "admin"


def prove_roles(trial: Trial, app: App, found: OpenGap) -> Reproduction:
    """What counts are bob's roles as the database has them, before and after. Refused is only what an administrator may do."""
    endpoint, query = found.endpoint, found.query
    experiment = Experiment(trial, "Who has no role gives none: bob's roles are as they were")
    if endpoint is None or query is None or "bob" not in trial.actors:
        return experiment.untestable("who is given a role by it cannot be told")
    scene = _Scene(experiment, app, endpoint, query, found)
    if scene.key is None or scene.role is None:
        return experiment.untestable(
            "which part of the request says whom it is about, and which role, cannot be told"
        )
    stranger = "bob" if SIGNED_IN in Access(endpoint).at_query(query) else "anonymous"
    before = scene.roles()
    words = (*map(str, found.words), _ADMINISTRATOR)
    word = next((one for one in words if one not in before), "")
    if not word:
        return experiment.untestable("bob has every role that is asked for")
    experiment.note("arrange", "bob's roles", shows=", ".join(map(str, before)) or "none")
    answer = scene.give(stranger, word)
    if word in scene.roles():
        who = "bob gave himself" if stranger == "bob" else "somebody without an account gave bob"
        return experiment.proven(f"{who} the role {word} in {query.table}: the app's own guards ask for it")
    if "admin" not in trial.actors:
        return experiment.untestable(
            f"it was answered {answer.status}, and there is no administrator who may"
        )
    trial.reset()
    own = scene.give("admin", word)
    if word in scene.roles():
        return experiment.cleared(
            f"bob's request gives him no role ({answer.status}), an administrator's does"
        )
    return experiment.untestable(
        f"an administrator's request gives bob no role either: {own.status} {said(own)[:80]}"
    )


class _Scene:
    """The request that gives a role, and bob's roles. `key` is how he is known in the table, `role` where the role is named."""

    def __init__(
        self, experiment: Experiment, app: App, endpoint: Endpoint, query: Query, found: OpenGap
    ) -> None:
        self.experiment, self.app, self.endpoint, self.query = experiment, app, endpoint, query
        self.trial, self.found = experiment.trial, found
        self.database = database_of(self.trial)
        self.column = self._persons_column()
        self.key = person_key(app, self.trial, query.table, self.column, "bob") if self.column else None
        self.role = named_part(query.written(found.column))

    def _persons_column(self) -> str:
        table, people = self.app.table(self.query.table), users_table(self.app)
        columns = table.columns if table is not None else ()
        return next((column.name for column in columns if is_persons_key(column, people)), "")

    def roles(self) -> list[Any]:
        table = self.database.quoted(self.query.table)
        sql = f'select "{self.found.column}" as held from {table} where "{self.column}" = %s'
        return [row["held"] for row in self.database.query(sql, (self.key,))]

    def give(self, actor: str, word: str) -> Any:
        """The request of an actor that gives bob a role."""
        request = self._request(actor)
        assert self.role is not None
        request = put(request, self.endpoint, self.role, word)
        whom = self._whom()
        if whom is not None:
            request = put(request, self.endpoint, whom, self.key)
        says = f"{actor} gives bob the role {word}"
        answer = self.experiment.send(actor, request.method, request.path, says=says, json=request.json)
        self.experiment.note("observe", "bob's roles afterwards", shows=", ".join(map(str, self.roles())))
        return answer

    def _request(self, actor: str) -> Request:
        arrangement = Arrangement(self.app, self.trial, "bob")
        body = arrangement.body(self.endpoint) if takes_body(self.endpoint) else None
        if body is not None:
            body = agreeing(body, self.query.facts)
        return Request(
            actor=actor, method=self.endpoint.method, path=arrangement.path(self.endpoint), json=body
        )

    def _whom(self) -> Origin | None:
        """Where the request names whose role it is; None where it is the sender's own."""
        if (part := named_part(self.query.written(self.column))) is not None:
            return part
        found = (named_part(item.value) for item in self.query.filters if item.column == self.column)
        return next((part for part in found if part is not None), None)
