"""Flask: applications, blueprints, views, and the extensions that sign people in, check forms and limit requests."""

from roadworthy.frameworks.flask.register import register

__all__ = ["register"]
