"""supabase-py: questions under Python's names, and who is there by a token that raises when it is not good."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_text import written
from python_app import filters, only, writes

from roadworthy.app import App
from roadworthy.views.people.access import SIGNED_IN, Access

NOTES = """
import os

from fastapi import Depends, FastAPI, HTTPException, UploadFile
from fastapi.security import HTTPBearer
from pydantic import BaseModel
from supabase import Client, create_client

app = FastAPI()
supabase: Client = create_client(os.environ["SUPABASE_URL"], os.environ["SUPABASE_KEY"])
bearer = HTTPBearer()


class NoteIn(BaseModel):
    title: str


def current_user(token=Depends(bearer)):
    try:
        return supabase.auth.get_user(token.credentials).user
    except Exception:
        raise HTTPException(401, "Who are you?")


def perhaps(token=Depends(bearer)):
    try:
        return supabase.auth.get_user(token.credentials).user
    except Exception:
        return None


@app.get("/notes")
def notes(user=Depends(current_user)):
    asked = supabase.table("notes").select("*", count="exact").eq("user_id", user.id)
    return asked.order("made", desc=True).limit(20).execute().data


@app.get("/shared")
def shared(user=Depends(perhaps)):
    return supabase.from_("notes").select("id,title").in_("state", ["a"]).not_.is_("title", "null").execute().data


@app.get("/notes/{note_id}")
def note(note_id: str):
    return supabase.table("notes").select("*").eq("id", note_id).single().execute().data


@app.post("/notes")
def add(body: NoteIn, user=Depends(current_user)):
    made = supabase.table("notes").insert({"title": body.title, "user_id": user.id}).execute()
    return made.data[0]


@app.put("/notes")
def put(body: NoteIn):
    supabase.table("notes").upsert({"title": body.title}, on_conflict="title").execute()


@app.delete("/notes/{note_id}")
def drop(note_id: str):
    supabase.table("notes").delete().eq("id", note_id).execute()


@app.post("/login")
def login(email: str, password: str):
    return supabase.auth.sign_in_with_password({"email": email, "password": password}).session.access_token


@app.post("/files")
def keep(file: UploadFile):
    supabase.storage.from_("pictures").upload(file.filename, file.file.read())
    return supabase.storage.from_("pictures").get_public_url(file.filename)


@app.post("/counted")
def counted():
    return supabase.rpc("count_up", {"by": 1}).execute().data
"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> App:
    folder: Path = tmp_path_factory.mktemp("notes")
    return written(folder, {"main.py": NOTES, "requirements.txt": "fastapi\nsupabase\n"})


def test_conditions_order_and_limit(app: App) -> None:
    (query,) = only(app, "GET /notes").queries
    assert (query.table, query.operation, query.library) == ("notes", "select", "supabase")
    assert filters(query) == ["user_id = session.user.id"]
    assert query.order == (("made", True),)
    assert query.limit is not None
    (shared,) = only(app, "GET /shared").queries
    assert [item.operator for item in shared.filters] == ["in", "!="]
    assert only(app, "GET /notes/{note_id}").queries[0].one


def test_what_is_written(app: App) -> None:
    (made,) = only(app, "POST /notes").queries
    assert (made.operation, writes(made)) == (
        "insert",
        {"title": "parsed.title", "user_id": "session.user.id"},
    )
    assert only(app, "PUT /notes").queries[0].conflict == "title"
    (gone,) = only(app, "DELETE /notes/{note_id}").queries
    assert (gone.operation, filters(gone)) == ("delete", ["id = params.note_id"])
    assert only(app, "POST /counted").queries[0].operation == "raw"


def test_a_token_that_raises_proves_who_is_there(app: App) -> None:
    assert SIGNED_IN in Access(only(app, "GET /notes")).anywhere()
    assert SIGNED_IN in Access(only(app, "POST /notes")).anywhere()
    assert SIGNED_IN not in Access(only(app, "GET /shared")).anywhere()


def test_accounts_and_files_are_asked_of_the_service(app: App) -> None:
    (entered,) = only(app, "POST /login").services
    assert (entered.service, entered.operation) == ("supabase auth", "signInWithPassword")
    assert [call.operation for call in only(app, "POST /files").services] == ["upload pictures"]
