"""What an app keeps of what it asked the database for: gone, as it is when its time is up."""

from __future__ import annotations

from roadworthy.trial import Trial
from roadworthy.trial.next_copy import forget_answers as forgotten_in


def forget_answers(trial: Trial) -> None:
    """Where rows are added that people see in time, however long a Next.js app keeps its answers (`unstable_cache`)."""
    forgotten_in(trial.file(trial.plan.cwd))
