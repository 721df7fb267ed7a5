"""What a worker runs is a job of the app, whatever web framework stands beside it."""

from __future__ import annotations

from pathlib import Path

from tests.frameworks.app_text import written

TASKS = """
import smtplib

from celery import Celery

worker = Celery("shop", broker="redis://localhost")


@worker.task(name="send_letters")
def send_letters(addresses):
    with smtplib.SMTP("mail.example.org") as server:
        for address in addresses:
            server.sendmail("shop@example.org", address, "Hello")
"""
MAIN = """
from fastapi import FastAPI

from tasks import send_letters

app = FastAPI()


@app.post("/letters")
def letters():
    send_letters.delay(["alice@example.org"])
    return {"sent": True}
"""


def test_a_task_is_a_job_and_no_part_of_the_request(tmp_path: Path) -> None:
    app = written(tmp_path, {"tasks.py": TASKS, "main.py": MAIN, "requirements.txt": "fastapi\ncelery\n"})
    assert [job.subject for job in app.jobs] == ["task send_letters"]
    assert app.jobs[0].services and not app.endpoint("POST /letters").services  # type: ignore[union-attr]
