import hmac
import os

from flask import Blueprint, redirect, render_template, request, session, url_for

notes = Blueprint("notes", __name__)


@notes.route("/admin_login", methods=["GET", "POST"])
def admin_login():
    if request.method == "POST":
        if hmac.compare_digest(request.form["password"], os.environ["OFFICE_WORD"]):
            session["office"] = True
            return redirect(url_for("orders.index"))
    return render_template("accounts/login.html")
