"""Judges triggers that give each new account the role it names itself."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.views.people.sign_up_roles import SignUpRole, sign_up_roles


def detect_sign_up_roles(app: App) -> Iterator[Verdict]:
    """One gap for each."""
    for found in sign_up_roles(app):
        yield _told(found)


def _told(found: SignUpRole) -> Verdict:
    trigger, function, said = found.trigger, found.function, found.said
    table, column = found.table, found.column
    return gap(
        f"TRIGGER {trigger.name}",
        f"Whoever signs up chooses their own {column.name}: the trigger {trigger.name} takes it from the account's own metadata",
        impact=f"Anybody makes themselves an administrator with one request: `signUp` with `data: {{ {said}: 'admin' }}`",
        locations=(function.location, trigger.location),
        evidence=(
            f"{function.name} at {function.location} writes `raw_user_meta_data ->> '{said}'` into {table}.{column.name}",
            "nothing in it holds that against the roles that people may choose; the client that signs up sends it",
        ),
        severity=Severity.CRITICAL,
        details=OpenGap(
            None, "sign-up-role", column=column.name, words=column.values, path=said, table=table
        ),
        cwe="CWE-269",
    )
