"""Says what goes unheard of an answer that nobody looks at."""

from __future__ import annotations

from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed
from roadworthy.views.failures.unchecked_answer import Unchecked

_PUT_ASIDE = {
    "settled": "of what is asked at {place}, what fails is left out without a word",
    "store": "when what is asked at {place} fails, that is kept in the store, and the page does not read it",
    "thunk": "when what is asked at {place} fails, no reducer keeps it and no page waits for it",
}


def told_answer(answer: Unchecked) -> Swallowed:
    """The place of an answer whose failure nobody looks at."""
    what = f"'{answer.target}'" if answer.target else "the server"
    if answer.kind == "promise" and answer.refusals:
        return Swallowed(
            "partial",
            answer.owner,
            answer.location,
            f"what the server refuses at {answer.location} is told; a lost connection is silent",
        )
    if answer.kind == "promise":
        return Swallowed(
            "silent",
            answer.owner,
            answer.location,
            f"nothing hears it when the request at {answer.location} fails",
        )
    if answer.kind == "early":
        told = f"nobody waits for the request at {answer.location}, and success is told at once"
        return Swallowed("answered", answer.owner, answer.location, told)
    if answer.kind in _PUT_ASIDE:
        return Swallowed(
            "empty", answer.owner, answer.location, _PUT_ASIDE[answer.kind].format(place=answer.location)
        )
    if answer.kind == "fetch" and answer.logged:
        text = f"when the request at {answer.location} is refused, that is only logged"
    elif answer.kind == "fetch":
        text = f"the answer at {answer.location} is used without a look at its status"
    elif answer.kind == "refusal":
        text = f"whether {what} worked is not looked at after {answer.location}"
    elif answer.emptied:
        text = f"when reading {what} fails at {answer.location}, the answer is a success with an empty list in its place"
    elif answer.logged:
        text = f"the error of {what} is only logged after {answer.location}"
    elif answer.write:
        text = f"the result of changing {what} at {answer.location} is not looked at"
    elif answer.decides:
        text = f"when reading {what} fails at {answer.location}, the code goes on as if there were no row"
    else:
        text = f"the error of reading {what} at {answer.location} is not looked at"
    return Swallowed(
        "unchecked" if answer.write else "empty", answer.owner, answer.location, text, answer.target
    )
