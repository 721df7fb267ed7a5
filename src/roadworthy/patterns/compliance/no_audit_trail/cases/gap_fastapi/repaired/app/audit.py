from sqlalchemy.orm import Session

from app.models import AuditEvent


def record(db: Session, actor: int, action: str) -> None:
    """Adds who did what; the record and the action are committed together."""
    db.add(AuditEvent(actor_id=actor, action=action))
