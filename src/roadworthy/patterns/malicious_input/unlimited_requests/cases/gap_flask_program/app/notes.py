import subprocess
import sys

from flask import Blueprint, jsonify
from flask_login import login_required

notes = Blueprint("notes", __name__)


@notes.post("/train")
@login_required
def train():
    done = subprocess.run([sys.executable, "train.py"], capture_output=True, text=True, timeout=10)
    return jsonify(trained=done.returncode == 0)
