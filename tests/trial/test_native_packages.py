"""Packages whose binding comes with an install script, which a trial does not run: something stands in, and it does the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadworthy.trial import BootPlan, open_trial

_SERVER = """
const http = require("http");
const Database = require("better-sqlite3");
const sqlite3 = require("sqlite3").verbose();
const bcrypt = require("bcrypt");

const db = new Database("prepared.db");
db.pragma("journal_mode = WAL");
db.exec("CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL, age INTEGER)");
db.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY, person INTEGER REFERENCES people (id))");
const add = db.prepare("INSERT INTO people (email, age) VALUES (?, ?)");

function outcome(work) {
  try { return work(); } catch (error) { return `${error.name} ${error.code} ${error.message}`; }
}

const prepared = () => [
  outcome(() => add.run("a@example.com", 30)),
  outcome(() => add.run("a@example.com", 30)),
  outcome(() => add.run("b@example.com", true)),
  outcome(() => add.run("b@example.com")),
  outcome(() => add.run("b@example.com", undefined).changes),
  outcome(() => db.prepare("INSERT INTO people (email, age) VALUES (@email, $age)").run({ email: "c@example.com", age: 4 }).lastInsertRowid),
  outcome(() => db.prepare("INSERT INTO people (email) VALUES (@email)").run({})),
  outcome(() => db.prepare("INSERT INTO notes (person) VALUES (99)").run()),
  outcome(() => db.transaction(() => { add.run("gone@example.com", 1); throw new Error("no"); })()),
  outcome(() => db.prepare("SELECT email, '?' AS mark FROM people WHERE age = ?").get(30)),
  outcome(() => db.prepare("SELECT count(*) FROM people").pluck().get()),
  outcome(() => db.prepare("INSERT INTO people (email) VALUES ('d@example.com') RETURNING id").get()),
];

const asked = new Promise((resolve) => {
  const old = new sqlite3.Database("asked.db");
  const said = [];
  old.serialize(() => {
    old.run("CREATE TABLE people (id INTEGER PRIMARY KEY, email TEXT UNIQUE, grown BOOLEAN)");
    old.run("INSERT INTO people (email, grown) VALUES (?, ?)", ["a@example.com", true], function () { said.push([this.lastID, this.changes]); });
    old.run("INSERT INTO people (email) VALUES (?)", "a@example.com", (error) => said.push([error.code, error.message]));
    old.get("SELECT * FROM people WHERE email = $email", { $email: "a@example.com" }, (error, row) => said.push(row));
    old.get("SELECT * FROM people WHERE id = ?", 9, (error, row) => said.push(row === undefined));
    old.all("SELECT id FROM people", (error, rows) => said.push(rows));
    old.all("SELECT missing FROM people", (error) => { said.push(error.message); resolve(said); });
  });
});

let told;
http.createServer(async (_, answer) => {
  told ??= prepared();
  const matches = await bcrypt.compare("word", await bcrypt.hash("word", 4));
  answer.end(JSON.stringify({ prepared: told, asked: await asked, matches }));
}).listen(process.env.PORT);
"""


@pytest.mark.trial
def test_drivers_and_hashes_do_without_their_install_scripts(tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    wanted = {"better-sqlite3": "^11.1.2", "sqlite3": "^5.1.7", "bcrypt": "^5.1.1"}
    (app / "package.json").write_text(json.dumps({"name": "app", "dependencies": wanted}))
    (app / "server.js").write_text(_SERVER)
    install = ("npm install --ignore-scripts --no-audit --no-fund",)
    plan = BootPlan(runtime="node", install=install, start="node server.js")
    with open_trial(app, plan) as trial:
        said = trial.send("anonymous", "GET", "/").json()
        assert {note.split(" ")[4] for note in trial.notes if "stands in" in note} >= {"sqlite3,", "bcrypt,"}
    assert said["matches"] is True
    assert said["prepared"] == [
        {"changes": 1, "lastInsertRowid": 1},
        "SqliteError SQLITE_CONSTRAINT_UNIQUE UNIQUE constraint failed: people.email",
        "TypeError undefined SQLite3 can only bind numbers, strings, bigints, buffers, and null",
        "RangeError undefined Too few parameter values were provided",
        1,
        3,
        'RangeError undefined Missing named parameter "email"',
        "SqliteError SQLITE_CONSTRAINT_FOREIGNKEY FOREIGN KEY constraint failed",
        "Error undefined no",
        {"email": "a@example.com", "mark": "?"},
        3,
        {"id": 4},
    ]
    assert said["asked"] == [
        [1, 1],
        ["SQLITE_CONSTRAINT", "SQLITE_CONSTRAINT: UNIQUE constraint failed: people.email"],
        {"id": 1, "email": "a@example.com", "grown": 1},
        True,
        [{"id": 1}],
        "SQLITE_ERROR: no such column: missing",
    ]
