from flask import *
from flask_login import current_user, login_required

from app.extensions import db

extra = Blueprint("extra", __name__)


@extra.route("/add", methods=["POST"])
@login_required
def add():
    title = request.form.get("title")
    db.engine.execute(f"INSERT INTO note (user_id, title) VALUES ({current_user.id}, '{title}')")
    db.session.commit()
    flash("Added")
    return redirect(url_for("notes.index"))
