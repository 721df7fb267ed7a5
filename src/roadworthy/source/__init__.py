"""The repository on disk: walk, ignore rules, the language of each file."""

from roadworthy.source.content import as_text
from roadworthy.source.repository import Repository, Skipped, SourceFile
from roadworthy.source.walk import open_repository

__all__ = ["Repository", "Skipped", "SourceFile", "as_text", "open_repository"]
