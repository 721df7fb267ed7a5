"""A password of a database that somebody chose is a secret wherever the database stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.views.secrets.database_passwords import database_passwords
from tests.frameworks.app_text import written

APP = """
import mysql.connector

db = mysql.connector.connect(host="localhost", user="shop", password=PASSWORD, database="shop")
"""


@pytest.mark.parametrize(
    ("password", "known"),
    [('"harbour41"', True), ('"root"', False), ('"password123"', False), ("read()", False)],
)
def test_a_chosen_password_in_the_code(tmp_path: Path, password: str, known: bool) -> None:
    app = written(tmp_path, {"app.py": APP.replace("PASSWORD", password)})
    assert [one.subject for one in database_passwords(app)] == (["app.py"] if known else [])


def test_settings_of_django(tmp_path: Path) -> None:
    engine = '"ENGINE": "django.db.backends.postgresql", "USER": "shop", "PASSWORD": "harbour41"'
    app = written(tmp_path, {"settings.py": f'DATABASES = {{"default": {{{engine}}}}}\n'})
    assert [one.subject for one in database_passwords(app)] == ["settings.py"]
