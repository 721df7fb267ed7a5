"""Routes that code makes: in loops, from tables of routes, by makers of handlers."""

from __future__ import annotations

from pathlib import Path

from app_text import written
from node_app import endpoint, shown

EXPRESS = '{ "name": "shop", "dependencies": { "express": "^4.21.0", "pg": "^8.13.0" } }'
SERVER = """
const express = require("express");
const { Pool } = require("pg");
const pool = new Pool();
const app = express();
app.use(express.json());
"""


def test_a_function_of_each_turn_of_a_loop_keeps_the_item_of_that_turn(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": EXPRESS,
            "server.js": SERVER
            + """
const readers = { notes: () => pool.query("SELECT * FROM notes"), tags: () => pool.query("SELECT * FROM tags") };
for (const name of Object.keys(readers)) {
  app.get(`/${name}`, async (req, res) => { res.json(await readers[name]()); });
}
for (const [name, read] of Object.entries(readers)) {
  app.get(`/again/${name}`, async (req, res) => { res.json(await read()); });
}
""",
        },
    )
    assert {one.subject: [shown(query) for query in one.queries] for one in app.endpoints} == {
        "GET /notes": ["select notes"],
        "GET /tags": ["select tags"],
        "GET /again/notes": ["select notes"],
        "GET /again/tags": ["select tags"],
    }


def test_a_table_of_routes_names_the_methods(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": EXPRESS,
            "server.js": SERVER
            + """
const routes = [
  { method: "get", path: "/notes", handler: async (req, res) => res.json(await pool.query("SELECT * FROM notes")) },
  { method: "delete", path: "/notes/:id", handler: async (req, res) => {
    await pool.query("DELETE FROM notes WHERE id = $1", [req.params.id]);
    res.end();
  } },
];
routes.forEach((route) => { app[route.method](route.path, route.handler); });
""",
        },
    )
    assert [one.subject for one in app.endpoints] == ["GET /notes", "DELETE /notes/:id"]
    assert [shown(query) for query in endpoint(app, "DELETE /notes/:id").queries] == [
        "delete notes id=params.id"
    ]


def test_wrappers_that_are_put_around_a_handler_from_the_last_to_the_first(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": EXPRESS,
            "server.js": SERVER
            + """
const compose = (...wraps) => (handler) => wraps.reduceRight((inner, wrap) => wrap(inner), handler);
const withUser = (inner) => (req, res) => {
  if (!req.headers["x-user"]) return res.status(401).end();
  return inner(req, res);
};
const withErrors = (inner) => async (req, res) => {
  try { return await inner(req, res); } catch (error) { res.status(500).end(); }
};
app.delete("/notes/:id", compose(withErrors, withUser)(async (req, res) => {
  await pool.query("DELETE FROM notes WHERE id = $1", [req.params.id]);
  res.end();
}));
""",
        },
    )
    (removal,) = endpoint(app, "DELETE /notes/:id").queries
    assert shown(removal) == "delete notes id=params.id"
    assert removal.facts and removal.caught


def test_routes_of_a_comprehension_over_a_list_that_is_written_out(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "requirements.txt": "flask\nflask-restful\n",
            "app.py": """
from flask import Flask
from flask_restful import Api, Resource

class Notes(Resource):
    def get(self):
        return []

class Tags(Resource):
    def get(self):
        return []

routes = ((Notes, "/notes"), (Tags, "/tags"))

def create_app():
    app = Flask(__name__)
    api = Api(app)
    [api.add_resource(*route) for route in routes]
    return app
""",
        },
    )
    assert [one.subject for one in app.endpoints] == ["GET /notes", "GET /tags"]
