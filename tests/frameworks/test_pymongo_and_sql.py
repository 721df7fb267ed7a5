"""PyMongo, Motor and the SQL drivers of Python: collections, tables and what is asked of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_text import written
from python_app import filters, only, writes

MONGO = """
import os
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient

app = FastAPI()
client = AsyncIOMotorClient(os.environ["MONGO_URL"])
db = client[os.environ["DB_NAME"]]


@app.on_event("startup")
async def indexes():
    await db.users.create_index("email", unique=True)
    await db.posts.create_index([("author", 1), ("at", -1)])


@app.get("/posts")
async def posts(author: str, q: str = ""):
    found = await db.posts.find({"author": author, "text": {"$regex": q}}, {"_id": 0}).sort("at", -1).to_list(50)
    return {"posts": found, "all": await db.posts.count_documents({})}


@app.post("/posts/{post_id}/likes")
async def like(post_id: str):
    await db["posts"].update_one({"id": post_id}, {"$inc": {"likes": 1}, "$set": {"seen": True}}, upsert=True)
    post = await db.posts.find_one({"id": post_id})
    return {"likes": post["likes"]}
"""

CONNECTED_LATER = """
from contextlib import asynccontextmanager
from fastapi import Depends, FastAPI
from pymongo import MongoClient

client: MongoClient | None = None
database = None


def connect():
    global client, database
    client = MongoClient("mongodb://127.0.0.1")
    try:
        client.admin.command("ping")
    except Exception as error:
        client = None
        raise RuntimeError("the database does not answer") from error
    database = client["shop"]


def get_database():
    if database is None:
        raise RuntimeError("not connected")
    return database


@asynccontextmanager
async def lifespan(app: FastAPI):
    connect()
    yield


app = FastAPI(lifespan=lifespan)


@app.get("/posts")
def posts(database=Depends(get_database)):
    return list(database.posts.find({}))
"""

SQL = """
import sqlite3
from flask import Flask, jsonify, request, session

app = Flask(__name__)


def connection():
    made = sqlite3.connect("shop.db")
    made.row_factory = sqlite3.Row
    return made


def setup():
    connection().executescript(\"\"\"
        CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT UNIQUE);
        CREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), body TEXT);
    \"\"\")


setup()


@app.get("/notes/<int:note_id>")
def show(note_id):
    row = connection().execute("SELECT id, body FROM notes WHERE id = ? AND user_id = ?",
                               (note_id, session["user_id"])).fetchone()
    return jsonify(dict(row))


@app.post("/notes")
def add():
    db = connection()
    cursor = db.cursor()
    cursor.execute("INSERT INTO notes (user_id, body) VALUES (:user, :body)",
                   {"user": session["user_id"], "body": request.form["body"]})
    db.commit()
    return jsonify(id=cursor.lastrowid), 201


@app.get("/search")
def search():
    text = request.args["q"]
    return jsonify(connection().execute("SELECT * FROM notes WHERE body LIKE '%%%s%%'" % text).fetchall())
"""


def test_collections_are_tables_with_the_fields_that_are_asked_for(tmp_path: Path) -> None:
    app = written(tmp_path, {"main.py": MONGO})
    assert {t.name for t in app.tables} == {"users", "posts"}
    posts, users = app.table("posts"), app.table("users")
    assert posts is not None
    assert users is not None
    assert posts.indexed("author")
    assert users.is_unique({"email"})
    assert {"author", "text", "likes", "seen"} <= {c.name for c in posts.columns}


def test_a_cursor_asks_when_its_documents_are_needed(tmp_path: Path) -> None:
    endpoint = only(written(tmp_path, {"main.py": MONGO}), "GET /posts")
    listed, counted = endpoint.queries
    assert (str(listed.limit), listed.order) == ("50", (("at", True),))
    assert filters(listed)[0] == "author = query.author"
    assert counted.columns == ("count(*)",)


@pytest.mark.parametrize("taken", ["list({})", "sorted({}, key=str)", "[one for one in {}]"])
def test_a_cursor_that_is_gathered_is_asked(tmp_path: Path, taken: str) -> None:
    asked = 'db.posts.find({"author": author, "text": re.compile(q)}).limit(20)'
    body = f"    return {taken.format(asked)}\n"
    source = (
        "import re\nfrom fastapi import FastAPI\nfrom pymongo import MongoClient\n"
        'app = FastAPI()\ndb = MongoClient("mongodb://db")["blog"]\n'
        f'@app.get("/posts")\ndef posts(author: str, q: str):\n{body}'
    )
    (query,) = only(written(tmp_path, {"main.py": source}), "GET /posts").queries
    assert [(one.column, one.operator) for one in query.filters] == [("author", "="), ("text", "ilike")]
    assert query.limit is not None and query.limit.value == 20


def test_changes_of_documents_are_writes(tmp_path: Path) -> None:
    change, read = only(written(tmp_path, {"main.py": MONGO}), "POST /posts/{post_id}/likes").queries
    assert (change.operation, change.conflict) == ("upsert", "id")
    assert [(w.column, w.arithmetic) for w in change.writes] == [("likes", True), ("seen", False)]
    assert read.one


def test_sql_in_python_is_read(tmp_path: Path) -> None:
    app = written(tmp_path, {"main.py": SQL})
    assert {t.name for t in app.tables} == {"users", "notes"}
    (shown,) = only(app, "GET /notes/<int:note_id>").queries
    assert filters(shown) == ["id = parsed.note_id", "user_id = session.user_id"]
    assert shown.one
    (added,) = only(app, "POST /notes").queries
    assert (added.operation, writes(added)) == ("insert", {"user_id": "session.user_id", "body": "body.body"})


def test_what_is_formatted_into_the_text_is_part_of_the_sql(tmp_path: Path) -> None:
    (found,) = only(written(tmp_path, {"main.py": SQL}), "GET /search").queries
    assert ("sql", "query.q") in [(f.operator, str(f.value)) for f in found.filters]


def test_connections_that_flasks_extensions_and_cs50_keep(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "app.py": """
            import pyodbc
            from cs50 import SQL
            from flask import Flask, request, session
            from flask_mysqldb import MySQL
            from flaskext.mysql import MySQL as Older

            app = Flask(__name__)
            mysql = MySQL(app)
            older = Older()
            db = SQL("sqlite:///finance.db")

            @app.get("/kept")
            def kept():
                cursor = mysql.connection.cursor()
                cursor.execute("SELECT name FROM people WHERE id = %s", (request.args["id"],))
                return {"name": cursor.fetchone()[0]}

            @app.post("/older")
            def old():
                cursor = older.get_db().cursor()
                cursor.execute("DELETE FROM people WHERE id = %s", [request.form["id"]])
                return "gone"

            @app.get("/cash")
            def cash():
                rows = db.execute("SELECT cash FROM users WHERE id = ?", session["user_id"])
                return {"cash": rows[0]["cash"]}

            @app.post("/logs")
            def logs():
                cursor = pyodbc.connect("DSN=logs").cursor()
                cursor.execute("INSERT INTO logs (text) VALUES (?)", request.form["text"])
                return "kept"
            """,
            "requirements.txt": "flask\n",
        },
    )
    said = {
        e.subject: [(q.operation, q.table, filters(q), writes(q)) for q in e.queries] for e in app.endpoints
    }
    assert said == {
        "GET /kept": [("select", "people", ["id = query.id"], {})],
        "POST /older": [("delete", "people", ["id = body.id"], {})],
        "GET /cash": [("select", "users", ["id = session.user_id"], {})],
        "POST /logs": [("insert", "logs", [], {"text": "body.text"})],
    }


def test_the_methods_of_older_pymongo_change_too(tmp_path: Path) -> None:
    source = """
    import os
    from flask import Flask, request
    from flask_pymongo import PyMongo

    app = Flask(__name__)
    mongo = PyMongo(app, os.environ["MONGO_URL"])

    @app.delete("/posts/<post_id>")
    def drop(post_id):
        mongo.db.posts.remove({"id": post_id})
        return "gone"

    @app.put("/posts/<post_id>")
    def change(post_id):
        mongo.db.posts.update({"id": post_id}, {"$set": {"text": request.json["text"]}})
        return "changed"
    """
    app = written(tmp_path, {"app.py": source})
    (dropped,), (changed,) = (
        only(app, "DELETE /posts/<post_id>").queries,
        only(app, "PUT /posts/<post_id>").queries,
    )
    assert (dropped.operation, filters(dropped)) == ("delete", ["id = params.post_id"])
    assert (changed.operation, writes(changed)) == ("update", {"text": "body.text"})


def test_a_client_that_a_function_keeps_in_a_global_name_is_the_one_that_is_asked(tmp_path: Path) -> None:
    app = written(tmp_path, {"main.py": CONNECTED_LATER, "requirements.txt": "fastapi\npymongo\n"})
    (asked,) = only(app, "GET /posts").queries
    assert (asked.operation, asked.table) == ("select", "posts")
