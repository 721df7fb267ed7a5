"""What a module starts that never ends."""

from __future__ import annotations

from pathlib import Path

from app_text import written


def test_a_loop_of_the_module_itself_is_a_job(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "worker.py": """
            import time

            import requests


            def beat():
                requests.post("https://beats.example.com/beat", timeout=5)


            while True:
                beat()
                time.sleep(60)
            """,
        },
    )
    (job,) = [work for work in app.works if work.kind == "job"]
    assert [call.operation for call in job.services] != []
    assert job.location.path == "worker.py"


def test_a_router_that_an_object_makes_for_its_own_methods_is_read_once(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "main.py": """
            from fastapi import APIRouter, FastAPI


            class Notes:
                def __init__(self, prefix):
                    self.router = APIRouter(prefix=prefix)
                    self.router.add_api_route("/", self.all, methods=["GET"])

                def all(self):
                    return []


            app = FastAPI()
            app.include_router(Notes("/notes").router)
            """,
        },
    )
    assert [one.subject for one in app.endpoints] == ["GET /notes/"]
