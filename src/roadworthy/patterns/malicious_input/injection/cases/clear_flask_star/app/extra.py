from flask import *
from flask_login import current_user, login_required

from app.extensions import db

extra = Blueprint("extra", __name__)


@extra.route("/add", methods=["POST"])
@login_required
def add():
    title = request.form.get("title")
    db.session.execute(db.text("INSERT INTO note (user_id, title) VALUES (:me, :title)"), {"me": current_user.id, "title": title})
    db.session.commit()
    flash("Added")
    return redirect(url_for("notes.index"))
