"""Hono."""

from roadworthy.frameworks.hono.register import register

__all__ = ["register"]
