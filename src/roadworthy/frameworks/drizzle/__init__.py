"""Drizzle ORM: tables, conditions and queries."""

from roadworthy.frameworks.drizzle.register import register

__all__ = ["register"]
