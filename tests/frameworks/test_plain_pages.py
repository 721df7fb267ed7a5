"""HTML files that are sent as they are: their addresses, what their scripts ask for, what people press."""

from __future__ import annotations

from pathlib import Path

from roadworthy.app import App, Component, Form
from tests.frameworks.node_app import understood

PAGE = """<!doctype html>
<html lang="en"><head><title>Rooms</title></head><body>
<h1>Rooms</h1>
<form id="book"><input name="room"><button type="submit">Book</button></form>
<button onclick="emptyAll()">Empty</button>
<script src="js/api.js"></script>
<script src="js/app.js"></script>
</body></html>
"""
SHELL = '<!doctype html><html><head></head><body><div id="root"></div><script src="app.js"></script></body></html>'
API = """
async function send(method, path, data) {
  return fetch("/api" + path, { method, body: JSON.stringify(data) });
}
"""
SCRIPT = """
const list = document.getElementById("list");
document.getElementById("book").addEventListener("submit", async (event) => {
  event.preventDefault();
  await send("POST", "/bookings", { room: event.target.room.value });
});
async function emptyAll() {
  %s
  await send("DELETE", "/bookings");
}
const remove = async (id) => { await send("DELETE", `/bookings/${id}`); };
function draw(rows) {
  list.innerHTML = rows.map((row) => `<li><a onclick="remove(${row.id})">x</a></li>`).join("");
}
fetch("/api/bookings").then((answer) => answer.json()).then(draw);
"""
SERVER = """
const express = require("express");
const path = require("path");
const app = express();
app.use(express.static(path.join(__dirname, "public")));
app.get("/api/bookings", (req, res) => res.json([]));
app.post("/api/bookings", (req, res) => res.json({}));
app.get("/help", (req, res) => res.sendFile(path.join(__dirname, "public", "help.html")));
app.listen(3000);
"""


def _app(folder: Path, first: str = "") -> App:
    files = {
        "package.json": '{"dependencies": {"express": "4.19.2"}}',
        "server.js": SERVER,
        "public/index.html": PAGE,
        "public/help.html": "<!doctype html><html><head></head><body><h1>Help</h1></body></html>",
        "public/rules/index.html": "<!doctype html><html><head></head><body><h1>Rules</h1></body></html>",
        "public/drawn.html": SHELL,
        "docs/manual.html": "<!doctype html><html><head></head><body><h1>Manual</h1></body></html>",
        "public/js/api.js": API,
        "public/js/app.js": SCRIPT % first,
    }
    return understood(folder, files)


def _front(app: App) -> Component:
    return next(one for one in app.components if one.name == "public/index.html")


def _sends(app: App, method: str, path: str) -> Form:
    return next(one for one in _front(app).forms if (method, path) in one.fetches)


def test_files_that_are_sent_are_pages_at_their_addresses(tmp_path: Path) -> None:
    routes = {page.route: page.file for page in _app(tmp_path).pages}
    assert routes == {
        "/": "public/index.html",
        "/help": "public/help.html",
        "/rules/": "public/rules/index.html",
    }


def test_scripts_of_one_page_call_each_other(tmp_path: Path) -> None:
    asked = {(one.method, one.path) for one in _front(_app(tmp_path)).fetches}
    assert asked == {
        ("GET", "/api/bookings"),
        ("POST", "/api/bookings"),
        ("DELETE", "/api/bookings"),
        ("DELETE", "/api/bookings/:value"),
    }


def test_forms_and_buttons_are_known_with_what_they_send(tmp_path: Path) -> None:
    app = _app(tmp_path)
    book = _sends(app, "POST", "/api/bookings")
    assert (book.label, book.trigger, book.fields) == ("Book", "onSubmit", ("room",))
    assert book.location.start_line == 4
    assert _sends(app, "DELETE", "/api/bookings").label == "Empty"
    assert _sends(app, "DELETE", "/api/bookings/:value").location.path == "public/js/app.js"


def test_a_button_that_is_switched_off_first_waits(tmp_path: Path) -> None:
    assert not _sends(_app(tmp_path / "open"), "DELETE", "/api/bookings").disabled_while_pending
    off = _app(tmp_path / "off", "document.querySelector('button').disabled = true;")
    assert _sends(off, "DELETE", "/api/bookings").disabled_while_pending
    assert not _sends(off, "POST", "/api/bookings").disabled_while_pending


def test_a_front_end_that_no_server_names_has_pages_as_well(tmp_path: Path) -> None:
    app = understood(tmp_path, {"frontend/index.html": PAGE, "frontend/js/app.js": SCRIPT % ""})
    assert [(page.route, page.file) for page in app.pages] == [("/", "frontend/index.html")]


def test_what_only_an_attribute_calls_is_looked_at(tmp_path: Path) -> None:
    app = _app(tmp_path, 'localStorage.setItem("emptied", "1");')
    assert [one.api for one in app.loose_browser_calls] == ["localStorage.setItem"]
