"""Forms whose answers and rows do not tell how many were accepted: as many in turn, then as many at once, must change the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from roadworthy.app import App, Endpoint
from roadworthy.patterns.concurrency.lost_update.finding import COMPUTED, Race
from roadworthy.patterns.concurrency.lost_update.raced_numbers import (
    Values,
    difference,
    raced_numbers,
    same_changes,
    times,
)
from roadworthy.patterns.concurrency.lost_update.sending import ARRANGED, AT_ONCE, TRIES, at_once, send_alone
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.experiment import database_of
from roadworthy.proof.page_text import said
from roadworthy.proof.valid_request import ValidRequest
from roadworthy.trial import Response

Changes = dict[tuple[str, str], Values]


class InTurn:
    """`once` is what each request changes, and all that is looked at; `settle` waits for what the app does after its answers, `apart` says why requests at
    once may not have met."""

    def __init__(
        self,
        experiment: Experiment,
        app: App,
        endpoint: Endpoint,
        request: ValidRequest,
        races: Sequence[Race],
        once: Changes,
        settle: Callable[[], None],
    ) -> None:
        self._experiment, self._app, self._endpoint, self._request = experiment, app, endpoint, request
        self._races = tuple(race for race in races if race.kind == COMPUTED)
        self._once, self._settle = once, settle

    def compared(self, apart: Callable[[], str]) -> Reproduction:
        """A refusal would be answered with a redirect, too: only where all in turn are accepted, and those at once are answered
        as they were, is it known how many changes there should be."""
        experiment, expected = self._experiment, times(self._once, AT_ONCE)
        done, usual = self._one_after_the_other()
        if not same_changes(done, expected):
            return experiment.untestable("neither the answers nor new rows tell how many were accepted")
        met = False
        for attempt in range(1, TRIES + 1):
            experiment.tries = attempt
            done, answers = self._together(attempt)
            if any(answer.status == 429 for answer in answers):
                # A limit counts in the app's memory; without it the requests meet again.
                experiment.trial.restart()
                continue
            if any(_told(answer) not in usual for answer in answers):
                continue
            met = True
            if not same_changes(done, expected):
                return experiment.proven(_lost(expected, done))
        if not met:
            return experiment.untestable("those at once are not answered as those in turn are")
        why = apart()
        if why:
            return experiment.untestable(why)
        return experiment.cleared(
            f"in {TRIES} tries {AT_ONCE} at once changed the rows as {AT_ONCE} in turn do"
        )

    def _one_after_the_other(self) -> tuple[Changes, set[tuple[int, str]]]:
        before, usual = self._begin(), set()
        for number in range(AT_ONCE):
            says = f"one after the other, number {number + 1}"
            answer = send_alone(
                self._experiment, self._app, self._endpoint, self._request, 200 + number, says
            )
            usual.add(_told(answer))
        return self._end(before), usual

    def _together(self, attempt: int) -> tuple[Changes, list[Response]]:
        before = self._begin()
        requests = at_once(self._app, self._endpoint, self._request, attempt)
        answers = self._experiment.together(requests, says=f"{len(requests)} of it at once")
        return self._end(before), answers

    def _begin(self) -> Changes:
        database_of(self._experiment.trial).restore(ARRANGED)
        return raced_numbers(self._app, self._experiment.trial, self._races)

    def _end(self, before: Changes) -> Changes:
        self._settle()
        changed = difference(before, raced_numbers(self._app, self._experiment.trial, self._races))
        done = {place: changed[place] for place in self._once}
        self._experiment.note("observe", "the rows afterwards", shows=_shown(done))
        return done


def _told(answer: Response) -> tuple[int, str]:
    """What an answer says of whether it was accepted: a redirect by where it leads, a page not by its words."""
    return answer.status, said(answer) if 300 <= answer.status < 400 else ""


def _shown(changes: Changes) -> str:
    told = [
        f"{table}.{column} changed by {sum(values.values()):+g}"
        for (table, column), values in changes.items()
        if values
    ]
    return ", ".join(told) or "nothing changed"


def _lost(expected: Changes, done: Changes) -> str:
    place = next(one for one in expected if not same_changes({one: expected[one]}, {one: done[one]}))
    should, did = sum(expected[place].values()), sum(done[place].values())
    return (
        f"{AT_ONCE} requests one after the other change {place[0]}.{place[1]} by {should:g}; the same {AT_ONCE} at once, answered "
        f"alike, by {did:g}"
    )
