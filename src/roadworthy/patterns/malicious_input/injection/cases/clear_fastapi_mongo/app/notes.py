from uuid import uuid4

from fastapi import APIRouter, Depends, HTTPException

from app.database import db
from app.schemas import NoteIn, NoteOut
from app.security import current_user

router = APIRouter(prefix="/notes")


@router.get("", response_model=list[NoteOut])
async def list_notes(user=Depends(current_user)):
    return await db.notes.find({"user_id": user["id"]}, {"_id": 0}).sort("_id", -1).to_list(50)


@router.get("/{note_id}", response_model=NoteOut)
async def read_note(note_id: str, user=Depends(current_user)):
    note = await db.notes.find_one({"id": note_id, "user_id": user["id"]}, {"_id": 0})
    if note is None:
        raise HTTPException(404, "Note not found")
    return note


@router.post("", status_code=201, response_model=NoteOut)
async def add_note(given: NoteIn, user=Depends(current_user)):
    note = {
        "id": str(uuid4()),
        "user_id": user["id"],
        "title": given.title,
        "reference": given.reference,
    }
    await db.notes.insert_one(note)
    return note


@router.post("/lookup")
async def look_up(given: dict):
    note = await db.notes.find_one({"reference": str(given.get("reference"))}, {"_id": 0})
    if note is None:
        raise HTTPException(404, "Note not found")
    return {"title": note["title"]}
