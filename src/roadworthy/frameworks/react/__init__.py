"""React: components, routes, forms and what the page asks of the browser and of the server."""

from roadworthy.frameworks.react.register import register

__all__ = ["register"]
