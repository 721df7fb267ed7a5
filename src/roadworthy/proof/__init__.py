"""Reproductions: small experiments on the running app that anyone can run again."""

from roadworthy.proof.experiment import Experiment
from roadworthy.proof.reproduction import Measurement, Picture, Reproduction, Step

__all__ = ["Experiment", "Measurement", "Picture", "Reproduction", "Step"]
