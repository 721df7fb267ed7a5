"""Runs the reproductions of an audit on one trial."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import msgspec

from roadworthy.app import App
from roadworthy.audit import AuditedGap
from roadworthy.catalogue import Gap, Severity, room
from roadworthy.errors import RoadworthyError
from roadworthy.proof.deadline import PROOF_SECONDS, Overdue, deadline
from roadworthy.proof.reproduction import Reproduction
from roadworthy.proof.second_trial import SecondTrial
from roadworthy.proof.stated_tables import with_laid_out
from roadworthy.trial import Trial

Prove = Callable[[Gap, Trial, App], Reproduction]


def reproduce(
    prove: Prove, finding: Gap, trial: Trial, app: App, seconds: float = PROOF_SECONDS
) -> Reproduction:
    """Runs one reproduction from a fresh state. What stops it, `seconds` at the latest, is its outcome: `untestable`, with
    the reason."""
    begun = time.monotonic()
    try:
        with deadline(seconds):
            trial.reset()
            return prove(finding, trial, app)
    except Overdue as error:
        # Whatever hung must not hang the next proof as well.
        trial.discard_browser()
        reason = str(error)
    except RoadworthyError as error:
        reason = str(error)
    except Exception as error:
        # A fault of one pattern must not end the run; it is reported with the gap.
        reason = f"its proof failed: {type(error).__name__}: {error}"
    return Reproduction("untestable", "", reason, seconds=round(time.monotonic() - begun, 3))


# A proof that has begun may end so much after the time is up.
_GRACE_SECONDS = 30.0
_SEVERITIES = tuple(Severity)


def _later(gap: AuditedGap) -> tuple[bool, int, bool]:
    pattern = room(gap.pattern).pattern
    return pattern.takes_apart, _SEVERITIES.index(gap.severity), pattern.waits


def prove_gaps(
    gaps: Sequence[AuditedGap],
    trial: Trial,
    app: App,
    ends: float | None,
    second: SecondTrial | None = None,
) -> Iterator[AuditedGap]:
    """The gaps with their states, the most severe first and otherwise in the order given. Of equal ones those whose experiments wait
    long for what does not come are last, so that the many others have been seen before the time is up; they are shared with
    the `second` trial where there is one, and nothing else is, as what is measured wants the machine for itself. After all of them
    come those that take the app apart, as a new start signs out everybody whose session the app keeps in its memory. `ends` is
    the monotonic time after which no further proof is begun; what is left stays `suspected`, and so does what no
    experiment can show."""
    for (takes_apart, _, waits), alike in groupby(sorted(gaps, key=_later), key=_later):
        if waits and not takes_apart and second is not None:
            yield from _shared(deque(alike), trial, app, ends, second)
        else:
            yield from (proved(gap, trial, app, ends) for gap in alike)


def _shared(
    waiting: deque[AuditedGap], trial: Trial, app: App, ends: float | None, second: SecondTrial
) -> Iterator[AuditedGap]:
    """Both trials at once, the first from the front and the second from the end, until neither has any left."""
    if len(waiting) > 1:
        second.open(trial.base_url)
    while waiting:
        if len(waiting) > 1 and second.takes(waiting[-1]):
            waiting.pop()
        yield proved(waiting.popleft(), trial, app, ends)
        done = second.done(0.0 if waiting else PROOF_SECONDS + _GRACE_SECONDS)
        if done is not None and done.reproduction is None:
            # It was not begun any more, or the second trial has ended under it.
            waiting.append(done)
        elif done is not None:
            yield done


def proved(gap: AuditedGap, trial: Trial, app: App, ends: float | None) -> AuditedGap:
    """A gap with its state, as it was when the time is up, before or meanwhile, or when nothing can be run."""
    left = PROOF_SECONDS if ends is None else ends - time.monotonic() + _GRACE_SECONDS
    own = room(gap.pattern)
    if (ends is not None and time.monotonic() > ends) or not own.has("prove"):
        return gap
    shown = reproduce(own.prove, gap.finding, trial, app, min(left, PROOF_SECONDS))
    if left < PROOF_SECONDS and shown.seconds >= left - 1:
        # The time was up before it was done, which says nothing of the gap.
        return gap
    shown = with_laid_out(shown, gap.finding, gap.pattern, trial)
    return msgspec.structs.replace(gap, state=shown.state, reproduction=shown)
