"""FastAPI: applications, routers, dependencies and what handlers are given."""

from roadworthy.frameworks.fastapi.register import register

__all__ = ["register"]
