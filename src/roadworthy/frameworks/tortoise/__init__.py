"""Tortoise: models and querysets in the manner of Django's, whose queries run when they are awaited."""

from roadworthy.frameworks.tortoise.register import register

__all__ = ["register"]
