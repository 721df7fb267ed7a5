import os

from sqlalchemy.orm import Session

from app.auth import hash_password
from app.models import User


def make_first(db: Session) -> None:
    password = os.environ["ADMIN_PASSWORD"]
    db.add(User(email=os.environ["ADMIN_EMAIL"], password_hash=hash_password(password), name="Head", is_admin=True))
    db.commit()
