"""Tables that a Node app makes itself as it starts."""

from __future__ import annotations

from pathlib import Path

from tests.frameworks.node_app import understood

DATABASE = """
const Database = require("better-sqlite3");
const db = new Database("shop.db");
db.pragma("journal_mode = WAL");
db.exec(`
  CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    email TEXT NOT NULL UNIQUE
  );
  CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES users(id),
    title TEXT NOT NULL
  );
`);
db.prepare("CREATE INDEX IF NOT EXISTS notes_of_user ON notes (user_id)").run();
module.exports = db;
"""
POOL = """
import pg from "pg";
export const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
export async function initDb() {
  await pool.query(`CREATE TABLE IF NOT EXISTS boards (id SERIAL PRIMARY KEY, name TEXT NOT NULL)`);
  await pool.query("ALTER TABLE boards ADD COLUMN IF NOT EXISTS archived BOOLEAN DEFAULT false");
}
"""


def test_what_the_code_states_is_read_with_keys_and_indexes(tmp_path: Path) -> None:
    app = understood(tmp_path, {"db.js": DATABASE})
    notes, users = app.table("notes"), app.table("users")
    assert notes is not None and users is not None
    owner, email = notes.column("user_id"), users.column("email")
    assert owner is not None and owner.references is not None and owner.references.table == "users"
    assert email is not None and email.unique
    assert [index.columns for index in notes.indexes] == [("user_id",)]
    assert notes.location.path == "db.js"


def test_a_function_that_the_start_calls_makes_them_too(tmp_path: Path) -> None:
    start = 'import { initDb } from "./db.js";\ninitDb().then(() => console.log("up"));'
    app = understood(tmp_path, {"db.js": POOL, "index.js": start})
    boards = app.table("boards")
    assert boards is not None
    assert [(column.name, column.type) for column in boards.columns] == [
        ("id", "integer"),
        ("name", "text"),
        ("archived", "boolean"),
    ]


def test_a_schema_in_sql_files_stands(tmp_path: Path) -> None:
    package = '{"dependencies": {"better-sqlite3": "^11.0.0"}}'
    schema = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, phone TEXT);"
    app = understood(tmp_path, {"db.js": DATABASE, "schema.sql": schema, "package.json": package})
    users = app.table("users")
    assert users is not None and users.column("phone") is not None
    assert app.table("notes") is not None
