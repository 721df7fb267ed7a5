"""React Router's framework mode, which was Remix."""

from roadworthy.frameworks.react_router.register import register

__all__ = ["register"]
