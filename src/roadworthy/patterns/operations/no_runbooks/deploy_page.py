"""Runbook: a deploy went wrong."""

from __future__ import annotations

import posixpath

from roadworthy.app import App
from roadworthy.patterns.operations.no_runbooks import shell as sh
from roadworthy.patterns.operations.no_runbooks.page import Page, bullets, kept, named, shell
from roadworthy.patterns.operations.no_runbooks.phrases import (
    ADDRESS,
    restart,
    write_down,
)
from roadworthy.proof.own_commands import own_commands
from roadworthy.views.failures.faults import Fault


def deploy_page(app: App, fault: Fault) -> Page:
    """The runbook."""
    commands = own_commands(app)
    return Page(
        title="A deploy went wrong",
        intro=(f"Going back is quicker than repairing forward. {ADDRESS}",),
        signs=(bullets(("Errors, slowness or a white page that began with a deploy.",)),),
        check=kept(
            (
                "Does the app answer at all?",
                shell(sh.app_is_well(app)),
                "What runs now, what ran before, and did the tables change in between?",
                shell("git log --oneline -5"),
                shell(f"git diff --stat HEAD~1 -- {_schema_paths(app)}") if _schema_paths(app) else "",
            )
        ),
        contain=("Stop further deploys. Say in the team's channel that you are going back.",),
        cure=_deploy_cure(
            app, commands.line(" && ".join(c for c in (commands.install, commands.build) if c))
        ),
        confirm=(shell(sh.app_is_well(app)), "Then do by hand what most users come for."),
        afterwards=(
            bullets(
                (
                    "Take the bad commit back on the main branch with `git revert`, so that the next deploy does not bring it again.",
                    write_down("it was deployed"),
                )
            ),
        ),
    )


def _deploy_cure(app: App, rebuild: str) -> tuple[str, ...]:
    blocks = []
    if app.deployment.platforms:
        blocks += [
            f"On the platform of {named(app.deployment.platforms, 2)}: choose the deploy before and roll back to it. By hand:"
        ]
    if sh.speaks_sql(app):
        blocks += [
            "The tables changed: save the data first.",
            shell(f"pg_dump -Fc {sh.address(app)} -f before-rollback.dump"),
        ]
    if app.deployment.migration_tool == "alembic":
        blocks += [
            "Undo that migration while its file is still here:",
            shell("python -m alembic downgrade -1"),
        ]
    elif app.deployment.migration_tool == "django":
        blocks += [
            "Undo that migration with `python manage.py migrate APP NUMBER` while its file is still here."
        ]
    blocks += [
        "Go back to the commit before:",
        shell(f"git checkout HEAD~1{f' && {rebuild}' if rebuild else ''}"),
    ]
    return (*blocks, *restart(app))


def _schema_paths(app: App) -> str:
    """The files whose change is a change of the tables."""
    folders = {posixpath.dirname(path) for path in app.deployment.migrations}
    found = sorted(folders or {table.location.path for table in app.tables})
    return " ".join(path for path in found if sh.safe_path(path))
