"""What is to happen once at an outside service, and happens as often as requests come at the same moment."""

from __future__ import annotations

from collections import Counter

from roadworthy.trial import Trial

Call = tuple[str, str, str]


def calls_since(trial: Trial, mark: int) -> Counter[Call]:
    """The calls to outside services since there were `mark` of them: how often each host, method and path."""
    made = trial.doubles.requests()[mark:]
    return Counter((call.host, call.method, call.path.split("?")[0]) for call in made)


def mark(trial: Trial) -> int:
    """How many calls there were so far."""
    return len(trial.doubles.requests())


def only_once(first: Counter[Call], second: Counter[Call]) -> frozenset[Call]:
    """The calls that one request makes and the same request after it does not make again: a customer is opened once."""
    return frozenset(call for call in first if call not in second)


def repeated(once: frozenset[Call], made: Counter[Call], first: Counter[Call]) -> str:
    """A call that was to be made once and was made more often, in words; '' when there is none."""
    for host, method, path in sorted(once):
        times = made[host, method, path]
        if times > first[host, method, path]:
            return f"{host} was asked {times} times to {method} {path}; one request after the other asks once"
    return ""
