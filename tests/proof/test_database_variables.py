"""Variables that lead to the database under names of the app's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.frameworks.build import build_app
from roadworthy.proof.database_variables import database_parts
from roadworthy.trial import BootPlan
from roadworthy.trial.environment import made_environment

DJANGO = """
import environ
env = environ.Env()
DATABASES = {
    'default': {
        'ENGINE': 'django.db.backends.postgresql',
        'NAME': env('NAME'),
        'HOST': env.str('HOST'),
        'PORT': env('PORT', default='5432'),
    }
}
STORE_NAME = env('STORE')
"""
NODE = """
import pg from "pg";
export const pool = new pg.Pool({
  host: process.env.MY_HOST,
  user: process.env.MY_USER,
  database: process.env.MY_DATA,
});
export const shop = { name: process.env.SHOP_TITLE };
"""
PYTHON = """
import os, psycopg2
connection = psycopg2.connect(host=os.getenv("H"), dbname=os.environ["D"], password=os.environ.get("P"))
"""


@pytest.mark.parametrize(
    ("file", "text", "parts"),
    [
        ("shop/settings.py", DJANGO, {"NAME": "name", "HOST": "host", "PORT": "port"}),
        ("db.js", NODE, {"MY_HOST": "host", "MY_USER": "user", "MY_DATA": "name"}),
        ("db.py", PYTHON, {"H": "host", "D": "name", "P": "password"}),
    ],
)
def test_parts_of_the_address_are_told_by_where_they_stand(
    tmp_path: Path, file: str, text: str, parts: dict[str, str]
) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text)
    assert database_parts(build_app(tmp_path)) == parts


def test_they_get_the_trials_database() -> None:
    plan = BootPlan(
        runtime="python",
        start="x",
        environment_names=("PORT", "HOST"),
        database_parts={"PORT": "port", "HOST": "host"},
    )
    database = {
        "url": "u",
        "host": "127.0.0.1",
        "port": "5432",
        "user": "app",
        "password": "app",
        "name": "app",
    }
    made = made_environment(plan, base_url="http://127.0.0.1:9", port=9, database=database, examples={})
    assert (made["HOST"], made["PORT"]) == ("127.0.0.1", "5432")
