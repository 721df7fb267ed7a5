from pathlib import Path
from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel

from app.auth import CurrentUser

router = APIRouter(prefix="/account", tags=["account"])
FILES = Path("files")


def file_name(value: str) -> str:
    forbidden = "<>:/\\\\|?*"
    if any(letter in value for letter in forbidden):
        raise ValueError("a title holds none of these letters")
    return value.strip()


class Page(BaseModel):
    title: Annotated[str, AfterValidator(file_name)]
    text: str


@router.post("/pages")
def write(page: Page, user: CurrentUser) -> dict[str, str]:
    with open(f"files/{page.title}.md", "w") as file:
        file.write(page.text)
    return {"title": page.title}
