"""How those who bring people in reach the app."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.trial.actor import Actor
from roadworthy.trial.exchange import Request, Response

Send = Callable[[Actor, Request], Response]
"""Sends a request as somebody, who keeps what the answer sets."""
