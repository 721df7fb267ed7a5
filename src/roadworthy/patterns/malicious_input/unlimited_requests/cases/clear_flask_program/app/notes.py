import subprocess
import sys

from flask import Blueprint, jsonify
from flask_login import login_required

from app.extensions import limiter

notes = Blueprint("notes", __name__)


@notes.post("/train")
@limiter.limit("3 per hour")
@login_required
def train():
    done = subprocess.run([sys.executable, "train.py"], capture_output=True, text=True, timeout=10)
    return jsonify(trained=done.returncode == 0)
