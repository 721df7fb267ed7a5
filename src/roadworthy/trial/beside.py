"""The server that an app's database needs where that is neither Postgres nor a file."""

from __future__ import annotations

from pathlib import Path

from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.certificates import Certificates
from roadworthy.trial.database_server import DatabaseServer
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.mongo import Mongo
from roadworthy.trial.mysql_given import mysql_server


def server_beside(
    loop: EventLoop, folder: Path, plan: BootPlan, certificates: Certificates
) -> DatabaseServer | None:
    """Raises TrialUnavailable where this machine has none."""
    if plan.database == "mongodb":
        return Mongo(loop, folder, plan.database_server, plan.collections, certificates.database_context())
    return mysql_server(loop, folder, plan.database_server) if plan.database == "mysql" else None
