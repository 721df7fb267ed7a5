"""Reads Python into the form of `roadworthy.languages.form`."""

from roadworthy.languages.python.module import read_python

__all__ = ["read_python"]
