"""Runs, kept in the audited app's `.roadworthy` folder."""

from roadworthy.store.runs import Run, Store, open_store

__all__ = ["Run", "Store", "open_store"]
