"""On which pages a script or a template of Express is seen."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.pages.template_routes import routes_of_file
from tests.frameworks.node_app import understood

_SERVER = """
const express = require("express");
const app = express();
app.set("view engine", "ejs");
app.use(express.static("public"));
app.get("/notes", async (req, res) => res.render("notes/list", { notes: await all() }));
app.get("/notes/:id", async (req, res) => { res.render("note", { note: await one(req.params.id) }); });
app.post("/notes", (req, res) => res.render("note", { note: req.body }));
app.listen(3000);
"""
_PAGE = '<!doctype html><html><head><title>Notes</title></head><body><ul id="notes"></ul><script src="/js/app.js?v=2"></script></body></html>'


def test_a_page_shows_the_script_that_it_loads_and_the_template_that_it_is_made_of(tmp_path: Path) -> None:
    files = {
        "server.js": _SERVER,
        "package.json": '{"dependencies": {"express": "^4", "ejs": "^3"}}',
        "public/index.html": _PAGE,
        "public/js/app.js": "fetch('/api/notes').then(show);",
        "public/js/other.js": "show();",
        "views/note.ejs": "<%- note.title %>",
        "views/notes/list.ejs": "<ul></ul>",
    }
    app = understood(tmp_path, files)
    assert routes_of_file(app, "public/js/app.js") == ("/",)
    assert routes_of_file(app, "public/js/other.js") == ()
    assert routes_of_file(app, "views/note.ejs") == ("/notes/:id",)
    assert routes_of_file(app, "views/notes/list.ejs") == ("/notes",)
