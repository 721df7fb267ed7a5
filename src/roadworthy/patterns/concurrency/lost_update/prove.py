"""Sends requests at the same instant and compares the rows with what one after the other would have left."""

from __future__ import annotations

import time
from collections import Counter
from functools import partial

from msgspec import Struct

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Gap
from roadworthy.patterns.concurrency.lost_update.accepted import (
    accepted,
    changed_rows,
    counts_rows,
    grown,
    in_step,
    rows_added,
    told_by_answers,
)
from roadworthy.patterns.concurrency.lost_update.alike import Counted, Twins
from roadworthy.patterns.concurrency.lost_update.detect import judge
from roadworthy.patterns.concurrency.lost_update.finding import (
    ABSENT,
    CHECKED,
    COMPUTED,
    MARKED,
    SPENT,
    FileRace,
    LostUpdate,
    PageRace,
    Race,
    RoutineRace,
)
from roadworthy.patterns.concurrency.lost_update.furnishing import furnish, supply
from roadworthy.patterns.concurrency.lost_update.in_turn import InTurn
from roadworthy.patterns.concurrency.lost_update.meeting import kept_apart
from roadworthy.patterns.concurrency.lost_update.only_first import Done, more_than_the_first
from roadworthy.patterns.concurrency.lost_update.outside import Call, calls_since, mark, only_once, repeated
from roadworthy.patterns.concurrency.lost_update.prove_hosted import prove_hosted
from roadworthy.patterns.concurrency.lost_update.prove_marked import prove_marked
from roadworthy.patterns.concurrency.lost_update.prove_on_page import prove_on_page, prove_reckoned
from roadworthy.patterns.concurrency.lost_update.prove_spent import prove_spent
from roadworthy.patterns.concurrency.lost_update.raced_numbers import (
    Values,
    difference,
    keep_alone,
    raced_numbers,
    same_changes,
    steadily,
    times,
)
from roadworthy.patterns.concurrency.lost_update.sending import (
    ARRANGED,
    ENOUGH_FOR,
    TRIES,
    as_stored,
    at_once,
    send_alone,
)
from roadworthy.patterns.concurrency.lost_update.sharing import sharing
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.agreeing import none_found
from roadworthy.proof.arrangement import Arrangement
from roadworthy.proof.as_it_was import is_as_it_was
from roadworthy.proof.experiment import database_of
from roadworthy.proof.page_text import said
from roadworthy.proof.table_states import moved, states, written_tables
from roadworthy.proof.valid_request import ValidRequest, valid_request
from roadworthy.trial import Trial

_MOMENT_SECONDS = 0.1
_LATER_SECONDS = 2.0


class Scene(Struct, frozen=True):
    """What a race is judged by: the endpoint's request, what one of it changes by row and column, the races, and the calls to
    outside services that the `first` request makes and a second does not (`outside`). `people` send it: several, where each
    may do it once, and one request from `each` where a second one takes the first back. `adds` are the rows that one request
    adds, by table. `only_first` of one person's is accepted where they come one after the other (a loan is given back once). `alike` are the rows that
    are alike after one request."""

    endpoint: Endpoint
    request: ValidRequest
    once: dict[tuple[str, str], Values]
    races: tuple[Race, ...]
    first: Counter[Call] = Counter()
    outside: frozenset[Call] = frozenset()
    people: tuple[str, ...] = ()
    adds: dict[str, int] = {}
    each: bool = False
    only_first: bool = False
    alike: Counted = {}


class Alone(Struct, frozen=True):
    """What one request did: the raced numbers and the number of `rows` before it, what it changed in them, the rows and the
    calls that it made."""

    before: dict[tuple[str, str], Values]
    rows: dict[str, int]
    once: dict[tuple[str, str], Values]
    adds: dict[str, int]
    first: Counter[Call]
    alike: Counted


def prove(gap: Gap, trial: Trial, app: App) -> Reproduction:
    """One request shows what it changes; then as many at once must change as much as the successful ones in a row."""
    found: LostUpdate | PageRace | RoutineRace | FileRace = gap.details
    experiment = Experiment(
        trial, "Requests at the same moment leave what the same requests one after the other leave"
    )
    if isinstance(found, FileRace):
        return experiment.untestable("what a file holds after two requests is not looked at yet")
    if isinstance(found, PageRace):
        return prove_reckoned(experiment, app, found)
    if isinstance(found, RoutineRace):
        return experiment.untestable("two calls of a database function cannot be held apart from here")
    if found.endpoint.kind == "component":
        if any(race.kind == COMPUTED for race in found.races):
            return prove_on_page(experiment, app, found)
        return prove_hosted(experiment, trial, app, found)
    races = tuple(race for race in found.races if race.kind in (COMPUTED, CHECKED, ABSENT))
    spent = [race for race in found.races if race.kind == SPENT]
    if spent and not races:
        request = valid_request(app, trial, found.endpoint, [f for race in spent for f in race.write.facts])
        furnish(app, trial, found.endpoint, request)
        return prove_spent(experiment, trial, app, found.endpoint, request, spent)
    marked = next((race for race in found.races if race.kind == MARKED), None)
    if marked is not None and not races:
        return prove_marked(experiment, app, found.endpoint, marked)
    if not races:
        return experiment.untestable("what the rows should be afterwards is the app's to say")
    return _compared(experiment, trial, app, found, races)


def _compared(
    experiment: Experiment, trial: Trial, app: App, found: LostUpdate, races: tuple[Race, ...]
) -> Reproduction:
    facts = [fact for race in races for fact in race.write.facts]
    request = valid_request(app, trial, found.endpoint, facts)
    furnish(app, trial, found.endpoint, request, races)
    supply(trial, races)
    _clear_away(app, trial, found.endpoint, request, races)
    sent = _alone(experiment, app, trial, found.endpoint, request, races)
    if isinstance(sent, str):
        return experiment.untestable(sent)
    before, once, first = sent.before, sent.once, sent.first
    begun = mark(trial)
    changes = any(values for values in once.values())
    if any(race.kind == COMPUTED for race in races) and not changes:
        return experiment.untestable("the request alone changes nothing that could be lost")
    says = "the same request a second time, one after the other"
    again = send_alone(experiment, app, found.endpoint, request, 2, says)
    _settle(trial, found.endpoint)
    # What is done once (a booking is cancelled) and accepted again without a word, or what a second click takes back: so many
    # answers are not so many changes.
    both = difference(before, raced_numbers(app, trial, races))
    steady = same_changes(both, times(once, 2))
    grew = grown(sent.rows, rows_added(trial, found.endpoint))
    adds = in_step(sent.adds, grew, twice=steady, stayed=same_changes(both, once)) if changes else sent.adds
    outside = only_once(first, calls_since(trial, begun))
    uncounted = not told_by_answers(trial, request) and not any(number > 0 for number in adds.values())
    stands, summed = steadily(once, both), tuple(race for race in races if race.kind != CHECKED)
    if uncounted and again.ok and stands and all(race.kind == COMPUTED for race in summed):
        settle = partial(_settle, trial, found.endpoint)
        turns = InTurn(experiment, app, found.endpoint, request, summed, stands, settle)
        scene = Scene(found.endpoint, request, once, summed)
        return turns.compared(lambda: _apart(experiment, app, scene))
    people = (
        (request.actor,)
        if (again.ok and (steady or same_changes(both, once))) or not changes
        else _people(trial, request)
    )
    people = sharing(experiment, app, found.endpoint, request, races, once, people)
    each = again.ok and not steady and len(people) > 1
    untold = {CHECKED} if again.ok and (steady or each) else {CHECKED, COMPUTED} if again.ok else set()
    told = tuple(race for race in races if race.kind not in untold)
    only_first = not again.ok and len(people) == 1
    scene = Scene(
        found.endpoint, request, once, told, first, outside, people, adds, each, only_first, sent.alike
    )
    if not told and not scene.outside:
        return experiment.untestable("the same request is accepted again later, so that the rows cannot tell")
    database_of(trial).restore(ARRANGED)
    _limit(app, trial, scene)
    database_of(trial).snapshot(ARRANGED)
    return _race(experiment, app, trial, scene)


def _alone(
    experiment: Experiment,
    app: App,
    trial: Trial,
    endpoint: Endpoint,
    request: ValidRequest,
    races: tuple[Race, ...],
) -> Alone | str:
    """What one request does, or in words why it does nothing. Where it adds the row that later ones change (the first delivery
    of a thing to a place), everything begins with that row there."""
    says = "the request alone, to see what one changes"
    for number in (1, 3):
        database_of(trial).snapshot(ARRANGED)
        before, rows, begun = raced_numbers(app, trial, races), rows_added(trial, endpoint), mark(trial)
        alone = send_alone(experiment, app, endpoint, request, number, says)
        if not alone.ok:
            return f"the request alone is not accepted: {alone.status} {said(alone)[:120]}"
        _settle(trial, endpoint)
        after = raced_numbers(app, trial, races)
        adds = grown(rows, rows_added(trial, endpoint))
        alike = Twins(trial, races).counted
        made = Alone(before, rows, difference(before, after), adds, calls_since(trial, begun), alike)
        if any(made.once.values()) or not any(after[place].keys() - before[place].keys() for place in before):
            return made
        says = "the request once more, now that the row is there which the first one added"
        new = {place[0]: after[place].keys() - before[place].keys() for place in before}
        keep_alone(database_of(trial), app, new, ARRANGED)
    return made


def _people(trial: Trial, request: ValidRequest) -> tuple[str, ...]:
    """Everybody who is signed in, where the one person may do it only once."""
    others = [name for name, actor in trial.actors.items() if actor.signed_in and name != request.actor]
    return (request.actor, *others) if trial.actor(request.actor).signed_in else (request.actor,)


def _clear_away(
    app: App, trial: Trial, endpoint: Endpoint, request: ValidRequest, races: tuple[Race, ...]
) -> None:
    """Takes away what would be found already (a row of today's, made as somebody signed in): the race is for the first."""
    arrangement = Arrangement(app, trial, request.actor if request.actor in trial.actors else "")
    for race in races:
        if race.kind == ABSENT and race.read is not None:
            none_found(arrangement, endpoint, race.read, request.body)


# --- the rows ----------------------------------------------------------------------------------------


def _limit(app: App, trial: Trial, scene: Scene) -> None:
    """Leaves only as much as some of the requests may take."""
    database = database_of(trial)
    for (table, column), changes in scene.once.items():
        known = app.table(table)
        for row, change in changes.items():
            if change < 0 and known is not None:
                database.execute(
                    f'update {database.quoted(table)} set "{column}" = %s where "{known.primary_key[0]}" = %s',
                    (as_stored(-change * ENOUGH_FOR), row),
                )


# --- at once -----------------------------------------------------------------------------------------


def _race(experiment: Experiment, app: App, trial: Trial, scene: Scene) -> Reproduction:
    database = database_of(trial)
    succeeded, most, told = 0, 0, told_by_answers(trial, scene.request)
    for attempt in range(1, TRIES + 1):
        experiment.tries = attempt
        database.restore(ARRANGED)
        database.clear_statements()
        before, rows = raced_numbers(app, trial, scene.races), rows_added(trial, scene.endpoint)
        begun, twins = mark(trial), Twins(trial, scene.races, scene.alike)
        requests = at_once(
            app,
            scene.endpoint,
            scene.request,
            attempt,
            scene.people,
            # All look for the same row where the race is for the first of its name.
            alike=any(race.kind == ABSENT for race in scene.races),
        )
        requests = requests[: len(scene.people)] if scene.each else requests
        answers = experiment.together(requests, says=f"{len(requests)} of it at once")
        counted = accepted(answers, told, scene.adds, rows, rows_added(trial, scene.endpoint))
        succeeded = counted or 0
        most = max(most, succeeded)
        _settle(trial, scene.endpoint)
        after = raced_numbers(app, trial, scene.races)
        done = Done(difference(before, after), grown(rows, rows_added(trial, scene.endpoint)))
        wrong = (
            _doubled(trial, scene, succeeded)
            or (
                _lost(scene, before, after, succeeded) if counted is not None and not scene.only_first else ""
            )
            or (
                more_than_the_first(Done(scene.once, scene.adds), done, succeeded) if scene.only_first else ""
            )
            or twins.made()
            or repeated(scene.outside, calls_since(trial, begun), scene.first)
        ) or twins.made_without(lambda: _twice(experiment, app, scene))
        experiment.note(
            "observe", "the rows afterwards", shows=wrong or _told(scene, before, after, succeeded)
        )
        if wrong:
            return experiment.proven(wrong)
        if any(answer.status == 429 for answer in answers):
            # A limit counts in the app's memory; without it the requests meet again.
            trial.restart()
        elif counted is None:
            return experiment.untestable("neither the answers nor new rows tell how many were accepted")
        elif succeeded == 0:
            return experiment.untestable(f"none was accepted: {', '.join(str(a.status) for a in answers)}")
    if len(scene.people) < 2 and any(
        race.kind == ABSENT and race.write.operation == "update" for race in scene.races
    ):
        return experiment.untestable(
            "one person changes one row only, and two with the same are two people's"
        )
    computed = all(race.kind == COMPUTED for race in scene.races)
    if computed and (most < 2 or scene.only_first) and is_as_it_was(app, scene.endpoint, judge):
        return experiment.untestable(
            "of its requests only one is accepted here: what two would leave is not seen"
        )
    if most > 1 and any(race.kind == CHECKED for race in scene.races) and not counts_rows(database):
        return experiment.untestable(
            f"{most} of the requests at once were accepted, and {database.kind} does not tell how many rows they changed"
        )
    apart = _apart(experiment, app, scene)
    if apart:
        return experiment.untestable(apart)
    return experiment.cleared(
        f"in {TRIES} tries the rows agreed with the requests that succeeded ({succeeded} in the last)"
    )


def _twice(experiment: Experiment, app: App, scene: Scene) -> None:
    """The very same attempt, one after the other, from where every try begins."""
    database_of(experiment.trial).restore(ARRANGED)
    for says in ("the same attempt by itself", "and once more, when it is done"):
        send_alone(experiment, app, scene.endpoint, scene.request, 100, says)
        _settle(experiment.trial, scene.endpoint)


def _apart(experiment: Experiment, app: App, scene: Scene) -> str:
    """What keeps the requests apart, '' for nothing. Each table is held by itself: who waits for another never came to this one."""
    tables = {race.read.table if race.read is not None else race.write.table for race in scene.races}
    for number, table in enumerate(sorted(tables)):
        database_of(experiment.trial).restore(ARRANGED)
        requests = at_once(app, scene.endpoint, scene.request, TRIES + 1 + number, scene.people)
        apart = kept_apart(experiment, app, scene.endpoint, requests, [table])
        if apart:
            return apart
    return ""


def _settle(trial: Trial, endpoint: Endpoint) -> None:
    """Waits for what the app does after its answer: until its tables stay as they are for a moment."""
    ends, tables = time.monotonic() + _LATER_SECONDS, written_tables(trial, endpoint)
    before = states(trial, tables)
    while time.monotonic() < ends:
        time.sleep(_MOMENT_SECONDS)
        if not moved(trial, before):
            return
        before = states(trial, tables)


def _lost(
    scene: Scene, before: dict[tuple[str, str], Values], after: dict[tuple[str, str], Values], succeeded: int
) -> str:
    for (table, column), changes in scene.once.items():
        for row, change in changes.items():
            was, now = before[table, column].get(row, 0.0), after[table, column].get(row, 0.0)
            expected = was + succeeded * change
            # What changed more than it was counted to was miscounted: nothing is lost of it.
            if abs(now - expected) > 1e-6 and (now - was) / change < succeeded:
                return (
                    f"{succeeded} requests succeeded, each changing {table}.{column} by {change:g}: it was {was:g}, should be "
                    f"{expected:g}, and is {now:g}"
                )
    return ""


def _doubled(trial: Trial, scene: Scene, succeeded: int) -> str:
    """What may happen once to a row happened more often: by the answers and by the rows that updates changed."""
    race = next((race for race in scene.races if race.kind == CHECKED), None)
    if race is None or succeeded < 2:
        return ""
    table = race.write.table
    if changed_rows(database_of(trial), table, race.column) < 2:
        return ""
    return f"{succeeded} requests changed {table}.{race.column} of one row, which one after the other only the first can"


def _told(
    scene: Scene, before: dict[tuple[str, str], Values], after: dict[tuple[str, str], Values], succeeded: int
) -> str:
    told = [f"{succeeded} succeeded"]
    for (table, column), changes in scene.once.items():
        told += [
            f"{table}.{column} went from {before[table, column].get(row, 0):g} to {after[table, column].get(row, 0):g}"
            for row in changes
        ]
    return ", ".join(told)
