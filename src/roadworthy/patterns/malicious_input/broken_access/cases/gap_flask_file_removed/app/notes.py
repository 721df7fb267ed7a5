import os

from flask import Blueprint, redirect, url_for
from werkzeug.utils import secure_filename

notes = Blueprint("notes", __name__)


@notes.post("/models/<name>/delete")
def delete_model(name):
    os.remove(os.path.join("models", secure_filename(name)))
    return redirect(url_for("orders.index"))
