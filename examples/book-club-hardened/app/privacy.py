"""The data map in code: what belongs to a person, how it is handed over and how it is erased."""

from base64 import b64encode
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.models import Book, Club, ClubMember, Note, Picture, PointTransfer, Review, User

PRIVACY_VERSION = "2026-01"


def export(db: Session, user: User) -> dict[str, Any]:
    """Every row tied to the person. Secrets (the password hash) are not personal data to hand over."""
    owned = {
        "notes": (Note, Note.user_id == user.id),
        "reviews": (Review, Review.user_id == user.id),
        "memberships": (ClubMember, ClubMember.user_id == user.id),
        "clubs_owned": (Club, Club.owner_id == user.id),
        "books_added": (Book, Book.added_by == user.id),
        "point_transfers": (
            PointTransfer,
            or_(PointTransfer.sender_id == user.id, PointTransfer.receiver_id == user.id),
        ),
    }
    answer: dict[str, Any] = {"profile": columns(user, hidden={"password_hash"})}
    picture = db.get(Picture, user.id)
    if picture is not None:
        content = b64encode(picture.content).decode()
        answer["picture"] = {**columns(picture, hidden={"content"}), "content_base64": content}
    for name, (model, condition) in owned.items():
        answer[name] = [columns(row) for row in db.scalars(select(model).where(condition).order_by(model.id))]
    return answer


def columns(row: Any, hidden: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key not in hidden}


def erase(db: Session, user: User) -> None:
    """Delete the person. Foreign keys remove notes, picture, reviews, memberships and keys, and unlink the ledger."""
    seats = select(ClubMember.club_id).where(ClubMember.user_id == user.id)
    db.execute(update(Club).where(Club.id.in_(seats)).values(seats_left=Club.seats_left + 1))
    db.execute(update(PointTransfer).where(PointTransfer.sender_id == user.id).values(message=None))
    db.execute(update(PointTransfer).where(PointTransfer.receiver_id == user.id).values(message=None))
    db.execute(delete(User).where(User.id == user.id))
