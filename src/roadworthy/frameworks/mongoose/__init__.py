"""Mongoose: schemas, models, documents and queries."""

from roadworthy.frameworks.mongoose.register import register

__all__ = ["register"]
