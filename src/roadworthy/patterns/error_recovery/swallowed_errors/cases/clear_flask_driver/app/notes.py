import sqlite3

from flask import Blueprint, current_app, render_template
from flask_login import login_required

notes = Blueprint("notes", __name__)


@notes.get("/kept")
@login_required
def kept():
    try:
        with sqlite3.connect("kept.db") as connection:
            found = connection.execute("SELECT id, title FROM kept ORDER BY id LIMIT 50").fetchall()
        return render_template("notes/kept.html", kept=found, error=None)
    except sqlite3.Error:
        current_app.logger.exception("what was asked for could not be read")
        return render_template("notes/kept.html", kept=[], error="What is kept cannot be read just now.")
