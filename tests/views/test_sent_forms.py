"""Which bodies of an Express app are a form's."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.views.requests.forms import takes_form
from tests.frameworks.node_app import endpoint, understood

_PAGE = 'app.post("/notes", async (req, res) => { await save(req.body.title); res.redirect("/notes"); });'
_DATA = 'app.post("/notes", async (req, res) => { await save(req.body.title); res.json({ ok: true }); });'
_FORMS = "app.use(express.urlencoded({ extended: true }));"
_JSON = "app.use(express.json());"


@pytest.mark.parametrize(
    ("parsers", "route", "taken"),
    [
        (_FORMS, _PAGE, True),
        (_FORMS, _DATA, True),
        (_JSON + _FORMS, _PAGE, True),
        (_JSON + _FORMS, _DATA, False),
        (_JSON, _PAGE, False),
    ],
)
def test_a_form_is_sent_where_nothing_else_is_read_or_a_page_follows(
    parsers: str, route: str, taken: bool, tmp_path: Path
) -> None:
    code = (
        f'const express = require("express");\nconst app = express();\n{parsers}\n{route}\napp.listen(3000);'
    )
    app = understood(tmp_path, {"index.js": code})
    assert takes_form(endpoint(app, "POST /notes")) is taken
