"""Routes of Express that are put in only where developers run the app."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frameworks.node_app import understood

APP = """
const express = require("express");
const app = express();
app.get("/open", (req, res) => res.json({ open: true }));
if (TEST) {
  app.post("/seed", (req, res) => res.json({ seeded: true }));
}
app.listen(3000);
"""


@pytest.mark.parametrize(
    ("test", "there"),
    [
        ('process.env.NODE_ENV === "development"', False),
        ('process.env.NODE_ENV !== "test"', True),
        ('process.env.SEEDING === "yes"', True),
    ],
)
def test_what_only_developers_run_is_no_endpoint(tmp_path: Path, test: str, there: bool) -> None:
    app = understood(tmp_path, {"server.js": APP.replace("TEST", test)})
    assert ("POST /seed" in [one.subject for one in app.endpoints]) is there
    assert "GET /open" in [one.subject for one in app.endpoints]
