"""A request that is nothing to the app, sent again and again while others are served: how long it waits is how long all wait."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable

from roadworthy.app import Endpoint
from roadworthy.trial import Response, Trial

# No app has such a page: answering takes the server's own code and nothing else.
_PATH = "roadworthy-light"
_ALONE = 15
_PAUSE_SECONDS = 0.02
_JOIN_SECONDS = 60.0


def light_beside(endpoint: Endpoint) -> str:
    """Where such a request goes for the process of an endpoint: each edge function has one of its own."""
    return f"{endpoint.path}/{_PATH}" if endpoint.kind == "function" else f"/{_PATH}"


def ping(trial: Trial, path: str, timeout: float) -> Response:
    """One such request, from somebody without an account."""
    return trial.send("anonymous", "GET", path, timeout=timeout)


def alone(trial: Trial, path: str) -> float:
    """How long it takes, in seconds, while nobody else asks: the median of fifteen."""
    return statistics.median(ping(trial, path, 10.0).seconds for _ in range(_ALONE))


class Waited:
    """`longest` is the longest that it waited, in seconds, while `heavy` was served; `heavy` how long that took and what came of it."""

    def __init__(self, longest: float, seconds: float, answers: list[Response]) -> None:
        self.longest, self.seconds, self.answers = longest, seconds, answers


def while_served(trial: Trial, path: str, heavy: Callable[[], list[Response]], timeout: float) -> Waited:
    """Sends light requests to `path` one after the other while `heavy` runs beside them."""
    answers: list[Response] = []
    begun = time.monotonic()
    ended = begun

    def run() -> None:
        nonlocal ended
        answers.extend(heavy())
        ended = time.monotonic()

    beside = threading.Thread(target=run, daemon=True)
    beside.start()
    longest = 0.0
    while beside.is_alive():
        longest = max(longest, ping(trial, path, timeout).seconds)
        time.sleep(_PAUSE_SECONDS)
    beside.join(_JOIN_SECONDS)
    return Waited(longest, ended - begun, answers)
