"""Koa."""

from roadworthy.frameworks.koa.register import register

__all__ = ["register"]
