import threading
import time

from flask import Blueprint, jsonify
from flask_login import login_required

notes = Blueprint("notes", __name__)
SOURCES = ("north", "south", "east")


@notes.post("/collect")
@login_required
def collect():
    threading.Thread(target=go_through, daemon=True).start()
    return jsonify(started=True), 202


def go_through():
    for name in SOURCES:
        print(name)
        time.sleep(0.5)
