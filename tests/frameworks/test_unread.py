"""What Roadworthy does not read is said, at the line that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frameworks.node_app import understood

MANIFEST = '{\n  "name": "shop",\n  "dependencies": {\n    "PACKAGE": "^1.0.0"\n  }\n}\n'
CODE = {"src/main.ts": "export const nothing = 1;"}


@pytest.mark.parametrize(
    ("package", "title"),
    [
        ("convex", "Convex"),
        ("svelte", "Svelte"),
        ("@mikro-orm/core", "MikroORM"),
    ],
)
def test_a_library_that_is_not_read(tmp_path: Path, package: str, title: str) -> None:
    app = understood(tmp_path, {**CODE, "package.json": MANIFEST.replace("PACKAGE", package)})
    (said,) = [one for one in app.unknown if one.path == "package.json"]
    assert said.line == 4 and said.reason.startswith(f"{title} is not among the libraries")


def test_a_python_package(tmp_path: Path) -> None:
    app = understood(tmp_path, {"app.py": "x = 1", "requirements.txt": "flask==3.0\npeewee>=3\n"})
    assert [(one.path, one.line) for one in app.unknown] == [("requirements.txt", 2)]


@pytest.mark.parametrize(("code", "said"), [("import tornado.web", 1), ("import json", 0)])
def test_what_a_list_of_everything_installed_holds_is_used_where_it_is_imported(
    tmp_path: Path, code: str, said: int
) -> None:
    app = understood(tmp_path, {"app.py": code, "requirements.txt": "flask==3.0\ntornado==6.4\n"})
    assert len(app.unknown) == said


@pytest.mark.parametrize("package", ["react", "drizzle-orm", "firebase-tools", "@acme/firebase"])
def test_others_are_passed_over(tmp_path: Path, package: str) -> None:
    app = understood(tmp_path, {**CODE, "package.json": MANIFEST.replace("PACKAGE", package)})
    assert app.unknown == ()


ROUTES = "".join(f"app.get('/r{n}', (req, res) => res.json({{}}));\n" for n in range(12))
SCHEMA = "".join(
    f"export const t{n} = pgTable('t{n}', {{ id: integer('id').primaryKey() }});\n" for n in range(6)
)


@pytest.mark.parametrize(("asked", "said"), [(0, 1), (2, 0)])
def test_tables_that_no_route_was_seen_to_ask_for(tmp_path: Path, asked: int, said: int) -> None:
    selects = "".join(
        f"app.get('/s{n}', async (req, res) => res.json(await db.select().from(t{n})));\n"
        for n in range(asked)
    )
    server = (
        "import express from 'express';\nimport { drizzle } from 'drizzle-orm/node-postgres';\n"
        "import { integer, pgTable } from 'drizzle-orm/pg-core';\n"
        f"{SCHEMA}const db = drizzle(process.env.DATABASE_URL);\nconst app = express();\n{ROUTES}{selects}"
    )
    app = understood(
        tmp_path, {"server.ts": server, "package.json": MANIFEST.replace("PACKAGE", "drizzle-orm")}
    )
    assert sum("was not followed" in one.reason for one in app.unknown) == said


def test_a_database_of_which_nothing_was_understood(tmp_path: Path) -> None:
    server = f"import express from 'express';\nconst app = express();\n{ROUTES}"
    app = understood(tmp_path, {"server.ts": server, "package.json": MANIFEST.replace("PACKAGE", "knex")})
    assert [one.reason for one in app.unknown] == [
        "knex is among the packages, and no table and no query of it was understood"
    ]


def test_a_function_that_is_no_longer_followed_is_named_once(tmp_path: Path) -> None:
    steps = "\n".join(f"const v{n} = [1, 2, 3].map((one) => one * {n}).join(message);" for n in range(400))
    calls = "\n".join(f'notify("step {n}");' for n in range(20))
    server = (
        'const app = require("express")();\n'
        f"function notify(message) {{ {steps} }}\n"
        f'app.get("/a", (req, res) => {{ {calls} res.json({{}}); }});\n'
    )
    app = understood(tmp_path, {"server.js": server, "package.json": MANIFEST.replace("PACKAGE", "express")})
    (said,) = app.unknown
    assert (said.path, said.line) == ("server.js", 2) and said.reason.startswith("notify does so much")


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        (
            "from fastapi import FastAPI\nfrom fastapi_users import FastAPIUsers\nusers = FastAPIUsers[dict, int](None, [])\n"
            "app = FastAPI()\napp.include_router(users.get_register_router(dict, dict))\n",
            5,
            "fastapi-users adds here (POST /register)",
        ),
        (
            "from flask import Flask\nfrom flask_security import Security\napp = Flask(__name__)\nSecurity(app, None)\n",
            4,
            "Flask-Security adds here",
        ),
    ],
)
def test_routes_that_a_library_brings_are_said_to_be_unread(
    tmp_path: Path, source: str, line: int, said: str
) -> None:
    app = understood(tmp_path, {"app.py": source})
    (unknown,) = app.unknown
    assert (unknown.path, unknown.line) == ("app.py", line) and said in unknown.reason


@pytest.mark.parametrize(
    ("files", "place", "said"),
    [
        (
            {
                "package.json": MANIFEST.replace("PACKAGE", "pg"),
                "src/procedures.ts": 'import { Pool } from "pg";\nimport { builder } from "some-procedures";\nconst pool = new Pool();\n'
                'export const remove = builder\n  .input()\n  .handler(async ({ input }) => pool.query("DELETE FROM notes WHERE id = $1", [input.id]));\n',
            },
            "src/procedures.ts:4",
            "what builder.input.handler does with the function that it is given here is not known: what that one asks (notes)",
        ),
        (
            {
                "package.json": MANIFEST.replace("PACKAGE", "pg"),
                "routes/notes.ts": 'import { Pool } from "pg";\nconst pool = new Pool();\n'
                'export async function loader() {\n  return pool.query("SELECT * FROM notes");\n}\n',
            },
            "routes/notes.ts:3",
            "nothing that was understood calls loader: what is asked there (notes)",
        ),
        (
            {
                "app.py": "import sqlite3\nfrom some_framework import Screen\ndb = sqlite3.connect('a.db')\n\n\nclass Notes(Screen):\n"
                "    def show(self, id):\n        return db.execute('SELECT * FROM notes WHERE id = ?', (id,)).fetchone()\n",
            },
            "app.py:7",
            "nothing that was understood calls Notes.show: what is asked there (notes)",
        ),
    ],
)
def test_code_that_asks_and_that_nothing_led_to(
    tmp_path: Path, files: dict[str, str], place: str, said: str
) -> None:
    app = understood(tmp_path, files)
    (hole,) = app.unknown
    assert hole.place == place and hole.reason.startswith(said)


def test_code_that_a_route_leads_to_or_that_is_run_by_hand_is_no_hole(tmp_path: Path) -> None:
    server = (
        'const express = require("express");\nconst { Pool } = require("pg");\nconst pool = new Pool();\nconst app = express();\n'
        'async function all() { return pool.query("SELECT * FROM notes"); }\n'
        "app.get('/notes', async (req, res) => { res.json((await all()).rows); });\n"
        "function unused() { return 1; }\n"
    )
    seed = 'const { Pool } = require("pg");\nconst pool = new Pool();\nfunction fill() { return pool.query("DELETE FROM notes"); }\n'
    app = understood(
        tmp_path,
        {
            "server.js": server,
            "scripts/seed.js": seed,
            "package.json": MANIFEST.replace("PACKAGE", "express"),
        },
    )
    assert app.unknown == ()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (
            'const express = require("express");\nmodule.exports = (plugins) => plugins.reduce(hidden, express());',
            1,
        ),
        (
            'import express from "express";\nexport const app = express();\napp.use(express.static("dist"));',
            0,
        ),
        ('import express from "express";\nconst app = express();\napp.get("/", (req, res) => res.end());', 0),
        ("export const nothing = 1;", 0),
    ],
)
def test_a_server_of_which_no_route_was_understood(tmp_path: Path, code: str, said: int) -> None:
    app = understood(tmp_path, {"package.json": MANIFEST.replace("PACKAGE", "express"), "server.js": code})
    assert sum("no route of it was understood" in one.reason for one in app.unknown) == said
