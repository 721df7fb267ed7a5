from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.orm import Session

from app import crud, schemas, services
from app.auth import get_current_user
from app.database import get_db
from app.models import User

router = APIRouter(prefix="/points", tags=["points"])


@router.post("/transfer", response_model=schemas.TransferOut)
def transfer_points(
    payload: schemas.TransferCreate,
    user: User = Depends(get_current_user),
    db: Session = Depends(get_db),
):
    receiver = db.get(User, payload.to_user_id)
    if receiver is None:
        raise HTTPException(404, "User not found")
    if receiver.id == user.id:
        raise HTTPException(400, "You cannot send points to yourself")
    if user.points < payload.amount:
        raise HTTPException(400, "Not enough points")
    transfer = crud.transfer_points(db, user, receiver, payload)
    services.notify(receiver.email, f"{user.name} sent you {payload.amount} points")
    return schemas.TransferOut(id=transfer.id, amount=transfer.amount, balance=user.points)
