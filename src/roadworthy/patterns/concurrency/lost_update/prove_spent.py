"""Sends requests at the same instant for more than there is, and looks whether more went than there was."""

from __future__ import annotations

from roadworthy.app import App, Endpoint
from roadworthy.patterns.concurrency.lost_update.finding import Race
from roadworthy.patterns.concurrency.lost_update.sending import (
    ARRANGED,
    AT_ONCE,
    ENOUGH_FOR,
    SUPPLY,
    TRIES,
    as_stored,
    at_once,
    send_alone,
)
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Request, Trial

Held = dict[tuple[str, str, object], float]


def prove_spent(
    experiment: Experiment,
    trial: Trial,
    app: App,
    endpoint: Endpoint,
    request: ValidRequest,
    races: list[Race],
) -> Reproduction:
    """One request shows what it takes; one after the other they must stop at what there is; then as many at once."""
    shop = _Shop(experiment, trial, app, endpoint, request, races)
    shop.fill(SUPPLY)
    before = shop.held()
    alone = shop.send(1, "the request alone, to see what it takes")
    if not alone:
        return experiment.untestable("the request alone is not accepted")
    takes = {place: was - now for place, now in shop.held().items() if (was := before.get(place, now)) > now}
    if not takes:
        return experiment.untestable("one request takes nothing from the number that it checks")
    shop.leave({place: taken * ENOUGH_FOR for place, taken in takes.items()})
    served = sum(
        shop.send(number, f"one after the other, number {number}") for number in range(2, AT_ONCE + 2)
    )
    if shop.overdrawn(takes):
        return experiment.untestable("one after the other, too, more is taken than there is")
    experiment.note(
        "arrange", f"there is enough for {ENOUGH_FOR}: of {AT_ONCE} in turn {served} are accepted"
    )
    for attempt in range(1, TRIES + 1):
        experiment.tries = attempt
        shop.leave({place: taken * ENOUGH_FOR for place, taken in takes.items()})
        answers = experiment.together(shop.requests(attempt), says=f"{AT_ONCE} of it at once")
        wrong = shop.overdrawn(takes)
        accepted = sum(answer.ok for answer in answers)
        experiment.note("observe", "what is left", shows=wrong or "none is below zero")
        if wrong:
            return experiment.proven(
                f"There was enough for {ENOUGH_FOR} and {accepted} of {AT_ONCE} at once were accepted: {wrong}"
            )
        if any(answer.status == 429 for answer in answers):
            trial.restart()
        elif not accepted:
            return experiment.untestable(f"none was accepted: {', '.join(str(a.status) for a in answers)}")
    return experiment.cleared(f"in {TRIES} tries with {AT_ONCE} at once nobody got what was not there")


class _Shop:
    """The numbers that are taken from, and the request that takes."""

    def __init__(
        self,
        experiment: Experiment,
        trial: Trial,
        app: App,
        endpoint: Endpoint,
        request: ValidRequest,
        races: list[Race],
    ) -> None:
        self._experiment, self._trial, self._app = experiment, trial, app
        self._endpoint, self._request = endpoint, request
        self._columns: list[tuple[str, str, str]] = []
        for race in races:
            table = app.table(race.write.table)
            if table is not None and len(table.primary_key) == 1:
                self._columns.append((table.name, race.column, table.primary_key[0]))

    def fill(self, supply: float) -> None:
        """Sees to it that there is something to take, and keeps that state."""
        database = database_of(self._trial)
        for table, column, _ in self._columns:
            database.execute(
                f'update {database.quoted(table)} set "{column}" = %s where "{column}" < %s', (supply, supply)
            )
        database.snapshot(ARRANGED)

    def held(self) -> Held:
        """What there is, by table, column and row."""
        database = database_of(self._trial)
        return {
            (table, column, row["k"]): float(row["v"])
            for table, column, key in self._columns
            for row in database.query(
                f'select "{key}" as k, "{column}" as v from {database.quoted(table)} where "{column}" is not null'
            )
        }

    def leave(self, amounts: Held) -> None:
        """As it was arranged, with so much and no more."""
        database = database_of(self._trial)
        database.restore(ARRANGED)
        keys = {(table, column): key for table, column, key in self._columns}
        for (table, column, row), amount in amounts.items():
            key = keys[table, column]
            database.execute(
                f'update {database.quoted(table)} set "{column}" = %s where "{key}" = %s',
                (as_stored(amount), row),
            )

    def overdrawn(self, takes: Held) -> str:
        """What is less than nothing now."""
        held = self.held()
        low = [(place, held[place]) for place in takes if held.get(place, 0.0) < 0]
        return ", ".join(f"{table}.{column} is {left:g}" for (table, column, _), left in low)

    def send(self, number: int, says: str) -> bool:
        """One request by itself; whether it was accepted."""
        return send_alone(self._experiment, self._app, self._endpoint, self._request, number, says).ok

    def requests(self, attempt: int) -> list[Request]:
        """As many as are sent at once."""
        return at_once(self._app, self._endpoint, self._request, attempt)
