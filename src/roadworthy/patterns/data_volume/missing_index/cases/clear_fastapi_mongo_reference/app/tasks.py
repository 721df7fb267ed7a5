import os

from beanie import Document, Link, PydanticObjectId, init_beanie
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient

app = FastAPI()


class Team(Document):
    name: str


class Task(Document):
    title: str
    team: Link[Team]

    class Settings:
        name = "task"
        indexes = ["team.$id"]


@app.on_event("startup")
async def open_database() -> None:
    client = AsyncIOMotorClient(os.environ["MONGODB_URL"])
    await init_beanie(database=client.tracker, document_models=[Team, Task])


@app.post("/tasks")
async def add_task(title: str, team_id: PydanticObjectId) -> dict[str, str]:
    team = await Team.get(team_id)
    task = await Task(title=title, team=team).insert()
    return {"id": str(task.id)}


@app.get("/teams/{team_id}/tasks")
async def tasks_of(team_id: PydanticObjectId) -> list[dict[str, str]]:
    found = await Task.find(Task.team.id == team_id).limit(50).to_list()
    return [{"title": task.title} for task in found]
