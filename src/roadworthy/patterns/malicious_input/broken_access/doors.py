"""Doors that ask nobody, whatever stands behind them: each kind is judged by its own rules, the first that finds a gap tells it."""

from __future__ import annotations

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Verdict
from roadworthy.patterns.malicious_input.broken_access.left_open import judge_left_open
from roadworthy.patterns.malicious_input.broken_access.on_disk import judge_on_disk
from roadworthy.patterns.malicious_input.broken_access.open_apps import judge_control, judge_open_app
from roadworthy.patterns.malicious_input.broken_access.sending import judge_sending
from roadworthy.patterns.malicious_input.broken_access.spending import judge_spending

_RULES = (
    judge_open_app,
    judge_control,
    judge_sending,
    judge_left_open,
    judge_on_disk,
    judge_spending,
)


def open_door(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that anybody may call and that should ask; None elsewhere."""
    return next((found for rule in _RULES if (found := rule(app, endpoint)) is not None), None)
