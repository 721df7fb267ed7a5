"""Fastify."""

from roadworthy.frameworks.fastify.register import register

__all__ = ["register"]
