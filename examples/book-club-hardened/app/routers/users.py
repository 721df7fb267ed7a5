from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from app import audit, crud, privacy, rate_limit, schemas
from app.auth import CurrentUser
from app.database import get_db
from app.models import User

router = APIRouter(prefix="/me", tags=["me"])


@router.get("", response_model=schemas.UserOut)
def read_me(user: CurrentUser) -> User:
    return user


@router.patch("", response_model=schemas.UserOut)
def update_me(
    payload: schemas.UserUpdate,
    user: CurrentUser,
    limit: rate_limit.write,
    db: Annotated[Session, Depends(get_db)],
) -> User:
    crud.update_user(db, user, payload)
    audit.record(db, "me.update", user.id, "user", user.id)
    db.commit()
    return user


@router.get("/export")
def export_me(user: CurrentUser, limit: rate_limit.write, db: Annotated[Session, Depends(get_db)]) -> JSONResponse:
    data = jsonable_encoder(privacy.export(db, user))
    audit.record(db, "me.export", user.id, "user", user.id)
    db.commit()
    return JSONResponse(data, headers={"Content-Disposition": 'attachment; filename="book-club.json"'})


@router.delete("", status_code=204)
def erase_me(user: CurrentUser, limit: rate_limit.write, db: Annotated[Session, Depends(get_db)]) -> None:
    user_id = user.id
    privacy.erase(db, user)
    audit.record(db, "me.erase", user_id, "user", user_id)
    db.commit()
