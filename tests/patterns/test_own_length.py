"""What keeps the processor busy needs no slow service beside it to be shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.frameworks.build import build_app
from roadworthy.patterns.concurrency.blocking_work.faults import (
    Fault,
    OwnLength,
    SlowFiles,
    SlowService,
    faults_for,
)
from roadworthy.patterns.concurrency.blocking_work.finding import BlockingGap
from roadworthy.views.code.blocking import blocking_of

APP = """
import shutil
import requests
import pandas
from fastapi import FastAPI, UploadFile
from passlib.context import CryptContext

app = FastAPI()
hasher = CryptContext(schemes=["bcrypt"])

@app.post("/accounts")
async def account(password: str):
    return hasher.hash(password)

@app.post("/tables")
async def table():
    return pandas.read_excel("table.xlsx").to_json()

@app.post("/files")
async def keep(file: UploadFile):
    with open("kept", "wb") as kept:
        shutil.copyfileobj(file.file, kept)

@app.post("/calls")
async def call():
    return requests.get("https://example.com").text
"""


@pytest.mark.parametrize(
    ("path", "fault"),
    [("/accounts", OwnLength), ("/tables", OwnLength), ("/files", SlowFiles), ("/calls", SlowService)],
)
def test_a_fault_fits_the_work(tmp_path: Path, path: str, fault: type[Fault]) -> None:
    (tmp_path / "requirements.txt").write_text("fastapi\npasslib\npandas\nrequests\n")
    (tmp_path / "main.py").write_text(APP)
    app = build_app(tmp_path)
    endpoint = next(one for one in app.endpoints if one.path == path)
    work = next(one for one in app.works if one.subject == endpoint.subject)
    gap = BlockingGap(work, tuple(blocking_of(app, work)))
    faults = faults_for(gap, app, 0.3)
    assert not isinstance(faults, str) and isinstance(faults[0], fault)
