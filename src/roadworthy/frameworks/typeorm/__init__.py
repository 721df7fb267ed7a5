"""TypeORM: entities, repositories, query builders and migrations."""

from roadworthy.frameworks.typeorm.register import register

__all__ = ["register"]
