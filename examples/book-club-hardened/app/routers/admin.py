from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy.orm import Session

from app import audit, crud, schemas
from app.auth import require_admin
from app.database import get_db
from app.models import User

router = APIRouter(prefix="/admin", tags=["admin"])


@router.get("/users", response_model=list[schemas.UserOut])
def list_users(
    admin: Annotated[User, Depends(require_admin)],
    db: Annotated[Session, Depends(get_db)],
    limit: schemas.Limit = 100,
    offset: schemas.Offset = 0,
) -> list[User]:
    audit.record(db, "admin.users.list", admin.id)
    db.commit()
    return crud.list_users(db, limit, offset)
