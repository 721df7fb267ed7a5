from enum import IntEnum

from flask_login import UserMixin

from app.extensions import db, login_manager


class Level(IntEnum):
    REGULAR = 0
    TRUSTED = 1
    MODERATOR = 2


class User(UserMixin, db.Model):
    __tablename__ = "users"

    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(254), unique=True, nullable=False)
    level = db.Column(db.Integer, nullable=False, default=Level.REGULAR)

    @property
    def is_moderator(self):
        return self.level >= Level.MODERATOR


@login_manager.user_loader
def load_user(user_id):
    return db.session.get(User, int(user_id))


class Note(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.Integer, db.ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True)
    title = db.Column(db.String(120), nullable=False)
    body = db.Column(db.Text, nullable=False)
