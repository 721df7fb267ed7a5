import time

from flask import Blueprint, jsonify
from flask_login import login_required

notes = Blueprint("notes", __name__)
SOURCES = ("north", "south", "east")


@notes.post("/collect")
@login_required
def collect():
    found = []
    for name in SOURCES:
        found.append(name.title())
        time.sleep(0.5)
    return jsonify(found=found)
