from threading import Thread

import requests
from flask import Blueprint, jsonify

from app.extensions import csrf

rates = Blueprint("rates", __name__)


def refresh(day):
    requests.get("https://rates.example/latest", params={"day": day})


@rates.get("/")
def latest():
    Thread(target=refresh, args=("today",)).start()
    return jsonify({"status": "asked"})


csrf.exempt(rates)
