"""One append-only record per sensitive action, written in the same transaction as the action."""

from sqlalchemy.orm import Session
from structlog.contextvars import get_contextvars

from app.models import AuditEvent


def record(
    db: Session,
    action: str,
    actor_id: int | None,
    object_type: str | None = None,
    object_id: int | None = None,
) -> None:
    db.add(
        AuditEvent(
            action=action,
            actor_id=actor_id,
            object_type=object_type,
            object_id=object_id,
            request_id=get_contextvars().get("request_id"),
        )
    )
