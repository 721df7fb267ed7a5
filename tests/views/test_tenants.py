"""What an app is divided by: firms that people are members of."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.audit import audit_folder
from roadworthy.views.people.tenants import tenant_columns

SQL = """
CREATE TABLE users (id serial primary key, email text not null, password_hash text not null);
CREATE TABLE {above} (id serial primary key, title text not null);
CREATE TABLE {joined} (id serial primary key, user_id int not null references users(id), above_id int not null references {above}(id));
CREATE TABLE papers (id serial primary key, above_id int not null references {above}(id), body text not null);
"""


def divided(folder: Path, above: str, joined: str) -> dict[str, str]:
    (folder / "package.json").write_text('{"name":"papers","dependencies":{"express":"4","pg":"8"}}')
    (folder / "schema.sql").write_text(SQL.format(above=above, joined=joined))
    (folder / "index.js").write_text("const express = require('express');\nconst app = express();\n")
    return dict(tenant_columns(audit_folder(folder, select=["malicious-input/broken-access"]).app))


@pytest.mark.parametrize("above", ["teams", "accounts_organisation", "companies", "billing_accounts"])
def test_what_people_are_members_of_divides_the_app(tmp_path: Path, above: str) -> None:
    assert divided(tmp_path, above, "members") == {"members": "above_id", "papers": "above_id"}


@pytest.mark.parametrize("above", ["accounts_onboardingstep", "shop_product", "team_goal"])
def test_the_part_of_the_app_that_has_a_table_makes_it_no_firm(tmp_path: Path, above: str) -> None:
    assert divided(tmp_path, above, "accounts_user_progress") == {}
