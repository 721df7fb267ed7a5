"""What fields hold that no schema declares."""

from __future__ import annotations

from pathlib import Path

from roadworthy.frameworks.build import build_app
from roadworthy.proof.doors import collections_of

CODE = """
from bson import ObjectId
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel

app = FastAPI()
db = AsyncIOMotorClient("mongodb://localhost")["recipes"]

class RecipeIn(BaseModel):
    title: str
    minutes: int
    public: bool = False

@app.post("/recipes")
async def add(given: RecipeIn):
    await db.recipes.insert_one({**given.model_dump(), "likes": 0, "kind": 1})

@app.get("/recipes/{recipe_id}")
async def one(recipe_id: str):
    return await db.recipes.find_one({"_id": ObjectId(recipe_id), "kind": "soup"})

@app.get("/recipes/{recipe_id}/comments")
async def comments(recipe_id: str, word: str):
    told = []
    async for comment in db.comments.find({"recipe_id": ObjectId(recipe_id), "word": word}):
        author = await db.people.find_one({"_id": comment["author_id"]})
        told.append({"text": comment["text"], "by": author["name"]})
    return told
"""


def test_a_field_holds_what_the_app_writes_and_asks_for(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(CODE)
    (tmp_path / "requirements.txt").write_text("fastapi\nmotor\n")
    fields = {
        (one.name, field.name): field for one in collections_of(build_app(tmp_path)) for field in one.fields
    }
    found = {place: field.type for place, field in fields.items()}
    recipe = {name: kind for (table, name), kind in found.items() if table == "recipes"}
    assert recipe["minutes"] == recipe["likes"] == "integer"
    assert (recipe["title"], recipe["public"]) == ("text", "boolean")
    assert recipe["kind"] == "any", "it is used in two ways"
    assert found["comments", "recipe_id"] == "objectid"
    assert found["comments", "word"] in ("any", "text")
    author = fields["comments", "author_id"]
    assert (author.type, author.parent) == ("objectid", ("people", "_id")), "it is only read"
    assert ("comments", "text") in found
