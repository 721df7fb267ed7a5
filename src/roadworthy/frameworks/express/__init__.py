"""Express: applications, routers, middleware and what a handler is given."""

from roadworthy.frameworks.express.register import register

__all__ = ["register"]
