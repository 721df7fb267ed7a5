from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import User


def create_first_account():
    if not inspect(db.engine).has_table("users") or User.query.first() is not None:
        return
    first = User(email="office@corner-shop.net", role="admin")
    first.set_password("letmein2024")
    db.session.add(first)
    try:
        db.session.commit()
    except IntegrityError:
        # Another worker was quicker.
        db.session.rollback()
