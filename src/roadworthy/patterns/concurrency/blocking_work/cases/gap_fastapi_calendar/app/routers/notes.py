from fastapi import APIRouter
from googleapiclient.discovery import build

from app.auth import CurrentUser

router = APIRouter(prefix="/notes", tags=["notes"])


def add_event(title: str) -> str:
    calendar = build("calendar", "v3")
    event = calendar.events().insert(calendarId="primary", body={"summary": title}).execute()
    return event["id"]


@router.post("/meetings", status_code=201)
async def meet(user: CurrentUser) -> dict[str, str]:
    return {"id": add_event(user.name)}
