"""How Express apps are put together: functions that hold functions, settings of the application, guards by their number of parameters."""

from __future__ import annotations

from pathlib import Path

from app_text import statuses, written
from node_app import endpoint, shown

PACKAGE = """
{ "name": "shop", "dependencies": { "express": "^4.21.0", "mysql": "^2.18.1", "jsonwebtoken": "^9.0.2", "express-jwt": "^8.4.1",
  "sequelize": "^6.37.0", "react": "^18.0.0", "react-router-dom": "^6.0.0" } }
"""
POOL = 'module.exports = require("mysql").createPool({ host: process.env.DB_HOST });'


def test_what_is_set_on_a_function_is_called_there(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": PACKAGE,
            "db.js": POOL,
            "models/note.js": """
                const db = require("../db");
                const Note = function (note) { this.title = note.title; };
                Note.create = (note, done) => {
                  db.query("INSERT INTO notes SET ?", note, (error, result) => done(error, result));
                };
                Note.all = function (done) { this.ask("SELECT * FROM notes", done); };
                Note.ask = (text, done) => { db.query(text, done); };
                module.exports = Note;
            """,
            "server.js": """
                const express = require("express");
                const Note = require("./models/note");
                const app = express();
                app.use(express.json());
                app.post("/notes", (req, res) => {
                  Note.create(new Note({ title: req.body.title }), (error, made) => res.json(made));
                });
                app.get("/notes", (req, res) => Note.all((error, notes) => res.json(notes)));
                app.listen(3000);
            """,
        },
    )
    assert {one.subject: [shown(query) for query in one.queries] for one in app.endpoints} == {
        "POST /notes": ["insert notes title:body.title"],
        "GET /notes": ["select notes"],
    }


def test_two_functions_of_one_maker_keep_what_is_set_on_each(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": PACKAGE,
            "db.js": POOL,
            "server.js": """
                const express = require("express");
                const db = require("./db");
                const app = express();
                const made = (table) => {
                  const of = function () {};
                  of.all = (done) => db.query(`SELECT * FROM ${table}`, done);
                  return of;
                };
                const notes = made("notes"), tags = made("tags");
                app.get("/notes", (req, res) => notes.all((error, rows) => res.json(rows)));
                app.get("/tags", (req, res) => tags.all((error, rows) => res.json(rows)));
            """,
        },
    )
    assert {one.subject: [shown(query) for query in one.queries] for one in app.endpoints} == {
        "GET /notes": ["select notes"],
        "GET /tags": ["select tags"],
    }


def test_only_four_parameters_that_must_be_given_make_an_error_handler(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": PACKAGE,
            "server.js": """
                const express = require("express");
                const jwt = require("jsonwebtoken");
                const app = express();
                const signedIn = (req, res, next, secret = process.env.SECRET) => {
                  jwt.verify(req.headers.authorization, secret, (error, user) => {
                    if (error) return res.status(401).end();
                    req.user = user;
                    next();
                  });
                };
                app.get("/notes", signedIn, (req, res) => res.json([]));
                app.use((error, req, res, next) => res.status(500).end());
            """,
        },
    )
    assert [one.name for one in endpoint(app, "GET /notes").middleware] == ["signedIn"]
    assert statuses(app, "GET /notes") == [401, 200]


def test_what_is_set_on_the_application_is_asked_of_it(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": PACKAGE,
            "server.js": """
                const express = require("express");
                const db = require("./db");
                const app = express();
                app.set("view engine", "pug");
                app.set("db", db);
                app.locals.pool = db;
                app.use("/notes", require("./notes"));
            """,
            "db.js": POOL,
            "notes.js": """
                const router = require("express").Router();
                router.get("/", (req, res) => {
                  req.app.get("db").query("SELECT * FROM notes", (error, notes) => res.json(notes));
                });
                router.delete("/:id", (req, res) => {
                  const { pool } = req.app.locals;
                  pool.query("DELETE FROM notes WHERE id = ?", [req.params.id], () => res.end());
                });
                router.get("/kind", (req, res) => res.json(req.app.get("env")));
                module.exports = router;
            """,
        },
    )
    assert {one.subject: [shown(query) for query in one.queries] for one in app.endpoints} == {
        "GET /notes": ["select notes"],
        "DELETE /notes/:id": ["delete notes id=params.id"],
        "GET /notes/kind": [],
    }


def test_a_librarys_guard_for_every_method_of_a_route_stands_before_its_handlers(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": PACKAGE,
            "server.js": """
                const express = require("express");
                const { expressjwt } = require("express-jwt");
                const app = express();
                const own = (req, res, next) => { if (req.auth.sub !== req.params.id) throw new Error(); next(); };
                app.route("/users/:id")
                  .all(expressjwt({ secret: process.env.SECRET, algorithms: ["HS256"] }), own)
                  .get((req, res) => res.json({}));
            """,
        },
    )
    assert [one.subject for one in app.endpoints] == ["GET /users/:id"]
    assert [one.name for one in app.endpoints[0].middleware] == ["express-jwt", "own"]


def test_models_whose_names_are_worked_out_are_tables_of_their_own(tmp_path: Path) -> None:
    model = """
        const { DataTypes } = require("sequelize");
        const { sequelize, named } = require("../database");
        module.exports = sequelize.define(named(), { title: DataTypes.STRING });
    """
    app = written(
        tmp_path,
        {
            "package.json": PACKAGE,
            "database.js": """
                const { Sequelize } = require("sequelize");
                exports.sequelize = new Sequelize(process.env.DATABASE_URL);
                exports.named = () => require("inflection").pluralize(process.env.PREFIX);
            """,
            "models/note.js": model,
            "models/tag.js": model,
            "server.js": """
                const app = require("express")();
                const Note = require("./models/note"), Tag = require("./models/tag");
                app.get("/notes", async (req, res) => res.json(await Note.findAll()));
                app.get("/tags", async (req, res) => res.json(await Tag.findAll()));
            """,
        },
    )
    assert [table.name for table in app.tables] == ["notes", "tags"]
    assert [shown(query) for query in app.queries] == ["select notes", "select tags"]


def test_where_the_types_of_a_package_lie_makes_it_no_file_of_the_app(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "package.json": PACKAGE,
            "tsconfig.json": """
                { "compilerOptions": { "jsx": "react-jsx", "paths": { "react": ["./node_modules/@types/react"], "app": ["./src/app"] } } }
            """,
            "src/app.tsx": """
                import { useEffect } from "react";
                import { BrowserRouter, Route, Routes } from "react-router-dom";
                function Notes() {
                  useEffect(() => { fetch("/api/notes"); }, []);
                  return <p>Notes</p>;
                }
                export const App = () => <BrowserRouter><Routes><Route path="/notes" element={<Notes />} /></Routes></BrowserRouter>;
            """,
            "src/main.tsx": """
                import { App } from "app";
                import { createRoot } from "react-dom/client";
                import { scale } from "app-of-others";
                createRoot(document.body).render(<App />);
            """,
        },
    )
    assert [page.route for page in app.pages] == ["/notes"]
    assert not [one for one in app.unknown if "leads to no file" in one.reason]
