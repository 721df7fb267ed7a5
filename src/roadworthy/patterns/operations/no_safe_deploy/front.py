"""The front page of an app that is nothing but pages: whether a visitor still sees it."""

from __future__ import annotations

from msgspec import Struct

from roadworthy.proof import Experiment
from roadworthy.proof.screens import visible_text

_FEW = 3


class Front(Struct, frozen=True):
    """`words` are those that a visitor reads while all is well."""

    words: frozenset[str]


def working_front(experiment: Experiment) -> Front | None:
    """What a visitor sees at /; None where that is nothing. Raises TrialUnavailable without a browser."""
    text, _ = _opened(experiment, "a visitor opens / while all is well", "arrange")
    words = frozenset(text.split())
    return Front(words) if len(words) >= _FEW else None


def front_after(experiment: Experiment, front: Front) -> tuple[str, str]:
    """How the front page is broken now, in words, else why that cannot be said; the other is ''."""
    text, errors = _opened(experiment, "a visitor opens /, which worked", "observe")
    if set(text.split()) & front.words:
        return "", "/ still shows words of its own with the change: this shows nothing"
    if not errors:
        return "", "/ shows nothing with the change, and no script of it failed: this shows nothing"
    return f"/ stays white for every visitor ({errors[0].splitlines()[0][:100]})", ""


def _opened(experiment: Experiment, says: str, kind: str) -> tuple[str, list[str]]:
    with experiment.trial.browser("anonymous") as page:
        status = page.open("/")
        page.settle()
        text, errors = visible_text(page), list(page.errors)
    experiment.note(kind, says, shows=f"{status} {errors[0] if errors else text}")
    return text, errors
