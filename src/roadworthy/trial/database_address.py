"""Where the app finds the trial's database, whole and in parts."""

from __future__ import annotations

from collections.abc import Mapping

from roadworthy.trial import neon
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.environment import sqlite_url
from roadworthy.trial.postgres import APP_DATABASE

DATABASE_PORT = 5432


def address_of_postgres(plan: BootPlan, role: str) -> dict[str, str]:
    """Its url, host, port, user, password and name."""
    host = neon.HOST if plan.serverless_driver else "127.0.0.1"
    url = f"{plan.database_scheme}://{role}:app@{host}:{DATABASE_PORT}/{APP_DATABASE}"
    parts = {"url": url, "host": host, "port": str(DATABASE_PORT), "user": role}
    return parts | {"password": "app", "name": APP_DATABASE}


def address_of_sqlite(plan: BootPlan, examples: Mapping[str, str]) -> dict[str, str]:
    """A file in the app's folder, which needs no host and nobody's name."""
    nowhere = dict.fromkeys(("host", "port", "user", "password"), "")
    return nowhere | {"name": "/app/trial.db", "url": sqlite_url(plan, examples)}
