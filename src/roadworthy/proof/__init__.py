"""Reproductions: small experiments on the running app that anyone can run again.

The records are plain; `Experiment` needs the `trial` extra and is imported when it is first asked for, so that an
audit starts fast and works without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from roadworthy.proof.reproduction import Measurement, Picture, Reproduction, Step

if TYPE_CHECKING:
    from roadworthy.proof.experiment import Experiment

__all__ = ["Experiment", "Measurement", "Picture", "Reproduction", "Step"]


def __getattr__(name: str) -> Any:
    if name == "Experiment":
        from roadworthy.proof.experiment import Experiment

        return Experiment
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
