import requests
from flask import Blueprint, jsonify

from app.extensions import csrf

rates = Blueprint("rates", __name__)


@rates.get("/")
def latest():
    try:
        answer = requests.get("https://rates.example/latest", timeout=3)
    except requests.RequestException:
        return jsonify(error="no rates now"), 503
    return jsonify(answer.json())


csrf.exempt(rates)
