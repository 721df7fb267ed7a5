import requests
from flask import Blueprint, jsonify

from app.extensions import csrf

rates = Blueprint("rates", __name__)


@rates.get("/")
def latest():
    answer = requests.get("https://rates.example/latest")
    return jsonify(answer.json())


csrf.exempt(rates)
