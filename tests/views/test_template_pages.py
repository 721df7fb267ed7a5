"""On which page a template of the server is seen: its own, or one that it stands around."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.pages.screens import page_showing
from tests.frameworks.node_app import understood

_APP = """
from flask import Flask, render_template

app = Flask(__name__)


@app.get("/notes")
def notes():
    return render_template("notes/list.html", notes=[])


@app.get("/notes/<int:note_id>")
def note(note_id):
    return render_template("notes/one.html")
"""
_AROUND = "<!doctype html><html><body><nav></nav>{% block content %}{% endblock %}</body></html>"


def test_a_template_that_others_build_on_is_seen_where_they_are(tmp_path: Path) -> None:
    files = {
        "app.py": _APP,
        "requirements.txt": "flask",
        "templates/base.html": _AROUND,
        "templates/notes/list.html": '{% extends "base.html" %}{% block content %}<ul></ul>{% endblock %}',
        "templates/notes/one.html": "<!doctype html><p>one</p>",
        "templates/unused.html": "<p>nobody sees it</p>",
    }
    app = understood(tmp_path, files)
    shown = {
        one: page.route if (page := page_showing(app, one)) is not None else ""
        for one in ("templates/base.html", "base.html", "templates/notes/one.html", "templates/unused.html")
    }
    assert shown == {
        "templates/base.html": "/notes",
        "base.html": "/notes",
        "templates/notes/one.html": "/notes/<int:note_id>",
        "templates/unused.html": "",
    }
