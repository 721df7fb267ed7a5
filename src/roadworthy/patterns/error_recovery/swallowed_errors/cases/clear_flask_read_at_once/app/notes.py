import requests
from flask import Blueprint, jsonify

notes = Blueprint("notes", __name__)


@notes.get("/rate")
def rate():
    answer = requests.get("https://rates.example.net/latest", timeout=5)
    answer.raise_for_status()
    return jsonify(rate=answer.json().get("rate", 0))
