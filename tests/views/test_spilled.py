"""What is written to the log is looked at, whatever it was cut out of."""

from __future__ import annotations

from pathlib import Path

from roadworthy.app import Origin
from roadworthy.views.secrets.spilled import _plain, spilled_secrets
from tests.frameworks.python_app import app_of

MAIN = """
import logging

logger = logging.getLogger(__name__)


@app.post("/notes")
def add(request: Request):
    logger.info("the token: %s", request.headers["authorization"].split(" ")[1])
"""


def test_a_token_is_told_without_the_word_before_it(tmp_path: Path) -> None:
    assert len(spilled_secrets(app_of(tmp_path, MAIN))) == 1


def test_a_piece_of_what_nobody_knows_is_nothing() -> None:
    assert list(_plain(Origin("computed", operation="[]"))) == []
