"""What an experiment was and what it showed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from roadworthy.proof.replay import Replay

STATES = ("proven", "cleared", "untestable", "flaky")


class Step(Struct, frozen=True):
    """One step. `kind` is arrange, act or observe; `says` is the step in plain words; `command` a line to paste
    (curl, SQL or a shell command; '' when there is none), with $BASE for the app's address and $ALICE, $BOB,
    $ADMIN for the actors' cookie or bearer header; `shows` is what came back, shortened."""

    kind: str
    says: str
    command: str = ""
    shows: str = ""


class Measurement(Struct, frozen=True):
    """A number the experiment took: `unit` is ms, rows, requests, bytes, ...; `series` when it is a curve of (x, y)."""

    name: str
    value: float
    unit: str
    series: tuple[tuple[float, float], ...] = ()


class Picture(Struct, frozen=True):
    """A screenshot: its file's name, what it shows, and the PNG itself (the file is gone with the trial)."""

    path: str
    caption: str
    png: bytes = b""


class Reproduction(Struct, frozen=True):
    """An experiment and its outcome.

    `state` is proven (the app failed), cleared (it ran and the app behaved), untestable (why in `observed`) or flaky.
    `expect` is what a sound app does, `observed` what this one did: both one plain sentence. `replay` is the decisive part
    as data, for a test that runs without Roadworthy; None where it needs more than requests and rows.
    """

    state: str
    expect: str
    observed: str
    steps: tuple[Step, ...] = ()
    measurements: tuple[Measurement, ...] = ()
    pictures: tuple[Picture, ...] = ()
    seconds: float = 0.0
    tries: int = 1
    replay: Replay | None = None
