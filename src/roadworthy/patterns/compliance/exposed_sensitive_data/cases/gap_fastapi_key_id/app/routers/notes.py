import os

from fastapi import APIRouter

from app.auth import CurrentUser

router = APIRouter(prefix="/notes", tags=["notes"])


@router.get("/checkout")
def checkout(user: CurrentUser) -> dict[str, str]:
    return {"key": os.environ["PAYMENT_KEY_SECRET"]}
