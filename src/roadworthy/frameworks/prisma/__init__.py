"""Prisma: its schema files, and the queries of its client."""

from roadworthy.frameworks.prisma.register import register

__all__ = ["register"]
