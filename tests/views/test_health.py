from __future__ import annotations

from pathlib import Path

from roadworthy.audit import audit_folder
from roadworthy.views.operations.health import health_endpoints

_APP = """
const express = require("express");
const app = express();
const requireUser = (req, res, next) => (req.session.userId ? next() : res.status(401).end());
app.get("/api/status", (req, res) => res.json({ up: true }));
app.get("/api/tracker/status", requireUser, (req, res) => res.json({ running: false }));
app.get("/api/internal/health", requireUser, (req, res) => res.json({ ok: true }));
app.listen(3000);
"""


def test_the_state_of_a_thing_that_people_have_to_sign_in_for_is_no_health_check(tmp_path: Path) -> None:
    (tmp_path / "server.js").write_text(_APP)
    found = [one.endpoint.path for one in health_endpoints(audit_folder(tmp_path).app)]
    assert found == ["/api/status", "/api/internal/health"]
