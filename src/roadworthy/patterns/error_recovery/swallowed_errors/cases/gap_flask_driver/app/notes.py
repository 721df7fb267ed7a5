import sqlite3

from flask import Blueprint, render_template
from flask_login import login_required

notes = Blueprint("notes", __name__)


@notes.get("/kept")
@login_required
def kept():
    try:
        with sqlite3.connect("kept.db") as connection:
            found = connection.execute("SELECT id, title FROM kept ORDER BY id LIMIT 50").fetchall()
        return render_template("notes/kept.html", kept=found)
    except sqlite3.Error:
        return render_template("notes/kept.html", kept=[])
