import subprocess
import sys

from flask import Blueprint, jsonify

notes = Blueprint("notes", __name__)


@notes.post("/train")
def train():
    done = subprocess.run([sys.executable, "train.py"], capture_output=True, text=True)
    return jsonify(trained=done.returncode == 0)
