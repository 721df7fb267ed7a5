"""The request whose one value is chosen, with marks that are the same in every run."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from roadworthy.app import App, Endpoint
from roadworthy.patterns.malicious_input.injection.finding import InjectionGap
from roadworthy.proof import Experiment
from roadworthy.proof.hostile_request import Chosen, HostileRequest
from roadworthy.trial import Response

_ARRANGED = "before-mail"


class Scene:
    """`mark` is a word that nothing else holds."""

    def __init__(
        self, app: App, experiment: Experiment, endpoint: Endpoint, part: Chosen, found: InjectionGap
    ) -> None:
        self.app, self.experiment, self.endpoint, self.part, self.found = (
            app,
            experiment,
            endpoint,
            part,
            found,
        )
        self.trial = experiment.trial
        self.mark = f"rw{uuid5(NAMESPACE_URL, endpoint.subject).hex[:8]}"
        self.name = ".".join(part.path)
        self._request = HostileRequest(app, self.trial, endpoint, part)

    @property
    def actor(self) -> str:
        """Who sends it."""
        return self._request.usual.actor

    def keep_rows(self) -> None:
        """Remembers the rows that the request needs, with what was added for it."""
        if self.trial.database is not None:
            self.trial.database.snapshot(_ARRANGED)

    def put_back_rows(self) -> None:
        """The rows as they were then: what may be done once may be done again."""
        if self.trial.database is not None:
            self.trial.database.restore(_ARRANGED)

    def send(self, value: Any, says: str, kind: str = "act", timeout: float = 10.0) -> Response:
        """The request with a value in the chosen part."""
        return self._request.send(self.experiment, value, says, kind, timeout)
