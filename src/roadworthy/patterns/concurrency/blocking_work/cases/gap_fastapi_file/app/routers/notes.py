import json

from fastapi import APIRouter

from app.auth import CurrentUser

router = APIRouter(prefix="/notes", tags=["notes"])


@router.get("/settings")
async def settings(user: CurrentUser) -> dict[str, str]:
    with open("settings.json", encoding="utf-8") as file:
        return json.load(file)
