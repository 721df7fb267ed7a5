"""PyMongo, Motor and Flask-PyMongo: collections by what is asked of them."""

from roadworthy.frameworks.pymongo.register import register

__all__ = ["register"]
