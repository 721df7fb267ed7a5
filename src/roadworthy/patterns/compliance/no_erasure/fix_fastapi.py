"""The way out in a FastAPI app with SQLAlchemy."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.app.erasure_plan import ErasurePlan
from roadworthy.edits import Change, NewFile


def fastapi_edits(app: App, plan: ErasurePlan) -> tuple[list[Change], list[NewFile]] | None:
    return None
