import secrets
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, HTTPException, UploadFile

from app.auth import CurrentUser

router = APIRouter(prefix="/account", tags=["account"])
KEPT = Path("kept")
LIMIT = 1_000_000


@router.post("/paper", status_code=204)
async def hand_in(file: UploadFile, user: CurrentUser) -> None:
    if user.role != "applicant":
        raise HTTPException(403, "Not for you")
    content = await file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise HTTPException(413, "Too large")
    (KEPT / secrets.token_hex(8)).write_bytes(content)
