from fastapi import APIRouter, HTTPException
from pydantic import BaseModel
from tortoise import fields
from tortoise.models import Model

from app.auth import CurrentUser
from app.schemas import RowId

diaries = APIRouter(prefix="/diaries")


class Writer(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=100)

    class Meta:
        table = "users"


class Diary(Model):
    id = fields.IntField(primary_key=True)
    user = fields.ForeignKeyField("models.Writer", related_name="diaries", db_index=True)
    title = fields.CharField(max_length=120)
    steps = fields.TextField()


class DiaryOut(BaseModel):
    id: int
    title: str
    steps: str


@diaries.get("", response_model=list[DiaryOut])
async def list_diaries(user: CurrentUser):
    return await Diary.filter(user_id=user.id).order_by("-id").limit(50)


@diaries.get("/{diary_id}", response_model=DiaryOut)
async def read_diary(diary_id: RowId, user: CurrentUser):
    diary = await Diary.get_or_none(id=diary_id, user_id=user.id)
    if diary is None:
        raise HTTPException(404, "Diary not found")
    return diary
