"""Beanie: documents of MongoDB as classes, whose attributes are conditions and whose objects store themselves."""

from roadworthy.frameworks.beanie.register import register

__all__ = ["register"]
