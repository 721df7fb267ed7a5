"""Administrators who are kept in a table of their own, beside the people whom the app serves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.regex import regex
from roadworthy.trial.boot_plan import BootPlan
from roadworthy.trial.database import Database
from roadworthy.trial.door import Door
from roadworthy.trial.html_form import entrance, meanings
from roadworthy.trial.page_entry import Landing
from roadworthy.trial.people import role_of
from roadworthy.trial.planted_people import PASSWORD

_OFFICE = regex(r"(^|[._])(admin(istrator)?s?|admin_?users?|super_?users?)$", re.IGNORECASE)
# Where their own door is, when the one that everybody knows does not let them in.
_DOORS = ("/admin/login", "/admin", "/admin/", "/admin_login", "/admin-login", "/adminlogin", "/login/admin")


def office_table(plan: BootPlan, database: Database | None) -> str:
    """The table, where its rows sign in with a password and no column of the users table makes an administrator; '' for none."""
    if database is None or plan.admin is not None:
        return ""
    return next(
        (
            table
            for table in database.tables()
            if _OFFICE.search(table) and table != plan.user_table and _signs_in(database, table)
        ),
        "",
    )


def _signs_in(database: Database, table: str) -> bool:
    names = [column.name for column in database.columns(table)]
    named = any(role_of(name, "unknown") in ("email", "username") for name in names)
    return named and any(PASSWORD.match(name) for name in names)


def office_doors(look: Iterator[Landing]) -> Iterator[Door]:
    """The doors among pages, each a form that asks for one password."""
    for landing in look:
        form = entrance(landing.page, register=False) if landing.page is not None else None
        if form is not None and landing.answer.ok and form.passwords == 1:
            yield Door(method="POST", path=landing.path, fields=meanings(form), form=True)


def office_paths() -> tuple[str, ...]:
    """Where their own door may be."""
    return _DOORS
