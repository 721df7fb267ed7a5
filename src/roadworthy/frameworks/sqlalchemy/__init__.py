"""SQLAlchemy: mapped classes, statements and sessions, in the styles of 1.4 and 2, sync and async."""

from roadworthy.frameworks.sqlalchemy.register import register

__all__ = ["register"]
