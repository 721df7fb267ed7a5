"""Sequelize: models, associations, queries and instances."""

from roadworthy.frameworks.sequelize.register import register

__all__ = ["register"]
