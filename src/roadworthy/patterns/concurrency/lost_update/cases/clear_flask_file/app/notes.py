import json

from flask import Blueprint, jsonify, request
from filelock import FileLock
from flask_login import login_required

notes = Blueprint("notes", __name__)
KEPT = "sentences.json"
ONE_AT_A_TIME = FileLock("sentences.lock")


@notes.post("/sentences")
@login_required
def add():
    with ONE_AT_A_TIME:
        with open(KEPT, encoding="utf-8") as file:
            kept = json.load(file)
        kept.append(request.json["sentence"])
        with open(KEPT, "w", encoding="utf-8") as file:
            json.dump(kept, file)
    return jsonify(kept=True)
