import sqlite3

from flask import Blueprint, jsonify
from flask_login import login_required

notes = Blueprint("notes", __name__)


def connect():
    connection = sqlite3.connect("members.db")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS user (id INTEGER PRIMARY KEY, 'Full Name' VARCHAR(80) NOT NULL, password VARCHAR(90) NOT NULL)"
    )
    return connection


@notes.get("/members")
@login_required
def members():
    rows = connect().execute("SELECT * FROM user ORDER BY id LIMIT 50").fetchall()
    return jsonify([{"name": row[1], "key": row[2]} for row in rows])
