from fastapi import APIRouter, HTTPException, UploadFile

from app.auth import CurrentUser
from app.store import keep

router = APIRouter(prefix="/notes", tags=["notes"])


@router.post("/files", status_code=201)
async def upload(file: UploadFile, user: CurrentUser) -> dict[str, str]:
    content = await file.read(1_000_000)
    kept, problem = keep(f"{user.id}/{file.filename}", content)
    if not kept:
        raise HTTPException(status_code=500, detail=f"Not kept: {problem}")
    return {"status": "kept"}
