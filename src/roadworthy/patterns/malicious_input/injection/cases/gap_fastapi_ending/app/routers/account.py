from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from app.auth import CurrentUser

router = APIRouter(prefix="/account", tags=["account"])
FILES = Path("files")


@router.get("/files/{name}")
def download(name: str, user: CurrentUser) -> FileResponse:
    return FileResponse(FILES.joinpath(str(user.id), name))


@router.put("/files/{name}")
def rename(name: str, ending: str, user: CurrentUser) -> FileResponse:
    return FileResponse(FILES.joinpath(str(user.id), f"copy.{ending.replace(' ', '')}"))
