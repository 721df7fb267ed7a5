"""Reproductions as tests for the app's own repository, which need nothing of Roadworthy."""

from __future__ import annotations

from roadworthy.proof.standalone.writing import StandaloneTest, standalone_test

__all__ = ["StandaloneTest", "standalone_test"]
