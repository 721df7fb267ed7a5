"""MongoDB: filters, changes and pipelines as records, and Node's native driver."""

from roadworthy.frameworks.mongodb.register import register

__all__ = ["register"]
