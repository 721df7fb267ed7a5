"""The endpoint that is attacked, with a sound request for it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from roadworthy.app import App, Endpoint
from roadworthy.patterns.malicious_input.unvalidated_input.attacks import Attack
from roadworthy.patterns.malicious_input.unvalidated_input.finding import (
    InputGap,
)
from roadworthy.patterns.malicious_input.unvalidated_input.placing import put, value_at
from roadworthy.patterns.malicious_input.unvalidated_input.sound_record import sound_record
from roadworthy.proof import Experiment
from roadworthy.proof.agreeing import of_its_work, of_writing
from roadworthy.proof.arrangement import Arrangement, made_up_keys, parameters
from roadworthy.proof.body_places import as_sent
from roadworthy.proof.ownership import person_key
from roadworthy.proof.rehearsal import give_rows, wants_rows
from roadworthy.proof.valid_request import query_string, valid_request
from roadworthy.trial import Request, Response, Trial
from roadworthy.views.data.request_fields import accepted_constants, written_fields
from roadworthy.views.data.vocabulary import words_of
from roadworthy.views.people.people import owner_of, users_table

TOO_MANY = 429


class Door:
    """The endpoint with a sound path and body, each made anew for the state the app is in."""

    def __init__(self, app: App, trial: Trial, found: InputGap, actor: str) -> None:
        self.app, self.trial, self.found, self.actor = app, trial, found, actor
        # The keys in a body are those of the sender's own rows: others may be refused before anything is written.
        self.arrangement = Arrangement(app, trial, actor if actor in trial.actors else "")
        self.number = 0
        # Whether the request is made to agree with what holds where the endpoint writes, rows that it looks for first included.
        self.by_facts = False

    def request(self, attack: Attack | None) -> Request:
        """The request, sound but for the attack."""
        body, path = self._by_facts() if self.by_facts else (self._sent(), self._path())
        if attack is not None:
            put(body, attack.path, attack.instead_of(value_at(body, attack.path)))
        return Request(actor=self.actor, method=self.found.endpoint.method, path=path, json=body)

    def _sent(self) -> Any:
        return as_sent(self.found.endpoint, self._body())

    def _by_facts(self) -> tuple[Any, str]:
        made = valid_request(
            self.app, self.trial, self.app.endpoint(self.found.endpoint.subject) or self.found.endpoint
        )
        body = made.body if isinstance(made.body, (dict, list)) else {}
        for record in body if isinstance(body, list) else [body]:
            self._renew(record)
        return body, made.path

    def send(
        self, experiment: Experiment, attack: Attack | None, kind: str = "act", made: Request | None = None
    ) -> Response:
        """Sends the request, or one `made` already."""
        request = made or self.request(attack)
        who = "somebody without an account" if self.actor == "anonymous" else self.actor
        says = f"{who} sends {attack.says}" if attack is not None else f"{who} sends a sound request"
        sent = partial(
            experiment.send, self.actor, request.method, request.path, says=says, kind=kind, json=request.json
        )
        answer = sent()
        if answer.status != TOO_MANY:
            return answer
        # A limit counts in the app's memory; started anew, it asks for nothing but the request itself.
        self.trial.restart()
        return sent()

    def _path(self) -> str:
        """Leads to a row of the sender's own where rows have owners."""
        endpoint = self.found.endpoint
        known: dict[str, Any] = {}
        for name in parameters(endpoint.path):
            for query in endpoint.queries:
                for item in query.filters:
                    chosen = any(leaf.kind == "params" and name in leaf.path for leaf in item.value.sources())
                    row = self._own_row(query.table) if chosen and name not in known else None
                    if row is not None and item.column in row:
                        known[name] = row[item.column]
        actor = self.actor if self.actor in self.trial.actors else ""
        field = next((flaw.field for flaw in self.found.flaws), None)
        facts = of_its_work(endpoint) if field is None else of_writing(endpoint, field.table, field.column)
        asked = query_string(Arrangement(self.app, self.trial, actor), endpoint, facts)
        return self.arrangement.path(endpoint, **known) + asked

    def _own_row(self, table: str) -> dict[str, Any] | None:
        owner = owner_of(self.app, table)
        person = self.trial.actors[self.actor].identity if self.actor in self.trial.actors else {}
        people = users_table(self.app)
        if owner is None or owner.through or people is None or not people.primary_key or not person:
            return None
        key = person_key(self.app, self.trial, table, owner.column, self.actor)
        return self.arrangement.row(table, **{owner.column: key}) if key is not None else None

    def _stock(self, endpoint: Endpoint) -> None:
        """Rows of the sender's own that the endpoint does not do without (a shop's first branch, say)."""

        def sent() -> Response:
            body = self.arrangement.body(endpoint)
            return self.trial.send(self.actor, endpoint.method, self._path(), json=body)

        if wants_rows(self.app, self.trial, endpoint, self.arrangement, sent):
            give_rows(self.app, endpoint, self.arrangement)

    def _body(self) -> dict[str, Any]:
        found = self.found
        if found.spread is not None:
            table = self.app.table(found.spread.table)
            actor = next((one for one in (self.actor, "alice") if one in self.trial.actors), "")
            arrangement = Arrangement(self.app, self.trial, actor)
            record = sound_record(self.app, arrangement, found, table) if table is not None else {}
            self._renew(record)
            return record
        # As the app asks for it now: a repair may have given its fields a form that they did not have.
        endpoint = self.app.endpoint(found.endpoint.subject) or found.endpoint
        self._stock(endpoint)
        body = self.arrangement.body(endpoint)
        for flaw in found.flaws:
            field = flaw.field
            if flaw.harm == "choice":
                words = words_of(self.app, field.table, field.column)
                put(body, field.path, words[0] if words else "new")
        for other in written_fields(self.app, found.endpoint):
            accepted = accepted_constants(found.endpoint, other) if other.bounded else ()
            if accepted and value_at(body, other.path) not in accepted:
                put(body, other.path, accepted[0])
        self._renew(body)
        return body

    def _renew(self, body: dict[str, Any]) -> None:
        """Another mail address for each request, where an account is made."""
        self.number += 1
        for name, value in body.items():
            if isinstance(value, str) and "@" in value:
                body[name] = f"visitor{self.number}@example.com"
        for column in made_up_keys(self.app, self.found.spread):
            body[column.field] = str(uuid5(NAMESPACE_URL, f"{self.found.endpoint.subject} {self.number}"))
