"""The trial: the app, running in isolation, with its database, its users and its network in our hands.

The records are plain; what opens a trial needs the `trial` extra and is imported when it is first asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from roadworthy.errors import TrialUnavailable
from roadworthy.trial.actor import Actor
from roadworthy.trial.behaviour import Behaviour, DoubleRequest
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.door import Door, Doors
from roadworthy.trial.exchange import Request, Response

if TYPE_CHECKING:
    from roadworthy.trial.browser import BrowserPage
    from roadworthy.trial.clock import Progress
    from roadworthy.trial.database import Database
    from roadworthy.trial.doubles import Doubles
    from roadworthy.trial.environment import read_environment_file
    from roadworthy.trial.planning import plan_boot
    from roadworthy.trial.trial import Trial, open_trial
    from roadworthy.trial.working_copy import copy_app

_LATER = {
    "BrowserPage": "browser",
    "Database": "database",
    "Doubles": "doubles",
    "Progress": "clock",
    "Trial": "trial",
    "copy_app": "working_copy",
    "open_trial": "trial",
    "plan_boot": "planning",
    "read_environment_file": "environment",
}

__all__ = [
    "Actor",
    "Behaviour",
    "BootPlan",
    "BrowserPage",
    "Database",
    "Door",
    "Doors",
    "DoubleRequest",
    "Doubles",
    "Progress",
    "Request",
    "Response",
    "Trial",
    "copy_app",
    "open_trial",
    "plan_boot",
    "read_environment_file",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
    except ModuleNotFoundError as missing:
        package = (missing.name or "").partition(".")[0]
        if package == "roadworthy":
            raise
        raise TrialUnavailable(
            f"a trial needs the Python package {package}", remedy="pip install 'roadworthy[trial]'"
        ) from missing
