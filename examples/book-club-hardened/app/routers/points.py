from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Depends, HTTPException
from sqlalchemy.orm import Session

from app import audit, crud, rate_limit, schemas, services
from app.auth import CurrentUser
from app.database import get_db
from app.idempotency import Idempotent
from app.models import User

router = APIRouter(prefix="/points", tags=["points"])


@router.post("/transfer", response_model=schemas.TransferOut)
def transfer_points(
    payload: schemas.TransferCreate,
    user: CurrentUser,
    limit: rate_limit.write,
    idempotency: Idempotent,
    tasks: BackgroundTasks,
    db: Annotated[Session, Depends(get_db)],
) -> Any:
    earlier = idempotency.replay(payload)
    if earlier is not None:
        return earlier
    receiver = db.get(User, payload.to_user_id)
    if receiver is None:
        raise HTTPException(404, "User not found")
    if receiver.id == user.id:
        raise HTTPException(400, "You cannot send points to yourself")
    transfer, balance = crud.transfer_points(db, user.id, receiver.id, payload)
    answer = schemas.TransferOut(id=transfer.id, amount=transfer.amount, balance=balance)
    audit.record(db, "points.transfer", user.id, "point_transfer", transfer.id)
    idempotency.store(answer)
    tasks.add_task(services.notify, receiver.email, f"{user.name} sent you {payload.amount} points")
    db.commit()
    return answer
