import os
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path
from supabase import Client, create_client

from app.auth import CurrentUser

router = APIRouter(prefix="/notes", tags=["notes"])
hosted: Client = create_client(os.environ["SUPABASE_URL"], os.environ["SUPABASE_KEY"])


@router.get("/{note_id}")
def show(note_id: Annotated[str, Path(max_length=40)], user: CurrentUser) -> dict[str, str]:
    found = hosted.table("notes").select("title, body, user_id").eq("id", note_id).eq("user_id", user.id).limit(1).execute()
    if not found.data:
        raise HTTPException(404, "There is no such note")
    return {"title": found.data[0]["title"], "body": found.data[0]["body"]}
