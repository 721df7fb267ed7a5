from fastapi import APIRouter
from pydantic_settings import BaseSettings

from app.auth import CurrentUser

router = APIRouter(prefix="/notes", tags=["notes"])


class Settings(BaseSettings):
    PAYMENT_KEY_ID: str
    PAYMENT_KEY_SECRET: str


settings = Settings()


@router.get("/checkout")
def checkout(user: CurrentUser) -> dict[str, str]:
    return {"key": settings.PAYMENT_KEY_ID.strip()}
