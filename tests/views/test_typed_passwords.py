"""A password of the server's surroundings: what people type is compared with it, or another service is asked with it."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.requests.credentials import takes_password
from tests.frameworks.node_app import endpoint, understood

SERVER = """
import requests
from fastapi import FastAPI
from os import environ
from pydantic import BaseModel
app = FastAPI()
class Sent(BaseModel):
    word: str
    video: str
@app.post("/enter")
def enter(sent: Sent):
    if sent.word == environ["SITE_PASSWORD"]:
        return {"let": "in"}
@app.post("/seen")
def seen(sent: Sent):
    found = requests.get("http://search/" + sent.video, auth=("app", environ["SEARCH_PASSWORD"]), timeout=5).json()
    if found["state"] == "new":
        return {"seen": True}
"""


def test_a_search_that_is_asked_with_a_password_checks_none(tmp_path: Path) -> None:
    app = understood(tmp_path, {"main.py": SERVER})

    assert takes_password(endpoint(app, "POST /enter"))
    assert not takes_password(endpoint(app, "POST /seen"))
