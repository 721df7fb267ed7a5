import json

from flask import Blueprint, jsonify, request
from flask_login import login_required

notes = Blueprint("notes", __name__)
KEPT = "sentences.json"


@notes.post("/sentences")
@login_required
def add():
    with open(KEPT, encoding="utf-8") as file:
        kept = json.load(file)
    kept.append(request.json["sentence"])
    with open(KEPT, "w", encoding="utf-8") as file:
        json.dump(kept, file)
    return jsonify(kept=True)
