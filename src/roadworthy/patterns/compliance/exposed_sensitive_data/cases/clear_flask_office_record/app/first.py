import os

from app.extensions import db
from app.models import User

FIRST = {"admin": "office@corner-shop.net", "password": os.environ["FIRST_PASSWORD"]}


def make_first():
    if User.query.first() is None:
        first = User(email=FIRST["admin"], role="admin")
        first.set_password(FIRST["password"])
        db.session.add(first)
        db.session.commit()
