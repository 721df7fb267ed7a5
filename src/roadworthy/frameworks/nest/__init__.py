"""Nest."""

from roadworthy.frameworks.nest.register import register

__all__ = ["register"]
