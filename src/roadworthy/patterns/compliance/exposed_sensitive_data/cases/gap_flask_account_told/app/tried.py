import os

from flask import Blueprint, jsonify

tried = Blueprint("tried", __name__)


@tried.get("/try")
def door():
    return jsonify(user=os.getenv("STAFF_USER", ""), password=os.getenv("STAFF_PASSWORD", ""))
