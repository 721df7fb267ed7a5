"""Next.js: routes, pages, server actions and middleware by the place of their files, and who is signed in."""

from roadworthy.frameworks.nextjs.register import register

__all__ = ["register"]
