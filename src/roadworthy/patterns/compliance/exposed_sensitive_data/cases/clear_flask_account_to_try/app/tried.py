import os

from flask import Blueprint, render_template

tried = Blueprint("tried", __name__)


@tried.get("/try")
def door():
    return render_template("try.html", user=os.getenv("DEMO_USER", ""), password=os.getenv("DEMO_PASSWORD", ""))
