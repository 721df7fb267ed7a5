"""Profile pictures: in the database, so that backup, export and erasure take them along."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models import Picture, User

MAX_BYTES = 512 * 1024


def kind_by_signature(content: bytes) -> str | None:
    """What the first bytes say, never what the sender says."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return None


def store(db: Session, user: User, kind: str, content: bytes) -> None:
    """One picture for each person: a new one takes the place of the old."""
    values = {"kind": kind, "content": content}
    db.execute(
        insert(Picture).values(user_id=user.id, **values).on_conflict_do_update(index_elements=["user_id"], set_=values)
    )
    user.picture = "/me/picture"
