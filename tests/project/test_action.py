"""The GitHub Action's own steps, run here: the audit into a folder of reports, and one comment that is kept up to date."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.repair.repositories import repository

ROOT = Path(__file__).parents[2]
SERVER = """
const app = require("express")();
app.get("/api/rates", async (req, res) => res.json(await (await fetch("https://rates.example.com/latest")).json()));
app.listen(3000);
"""


class Host(BaseHTTPRequestHandler):
    """The few calls of the code host's API that the action makes."""

    comments: ClassVar[list[dict[str, Any]]] = []

    def _answer(self, value: object) -> None:
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _body(self) -> str:
        return str(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"])

    def do_GET(self) -> None:
        self._answer(self.comments)

    def do_POST(self) -> None:
        assert self.path == "/repos/team/shop/issues/7/comments"
        self.comments.append({"id": len(self.comments) + 1, "body": self._body()})
        self._answer(self.comments[-1])

    def do_PATCH(self) -> None:
        comment = self.comments[int(self.path.rsplit("/", 1)[-1]) - 1]
        comment["body"] = self._body()
        self._answer(comment)

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def host() -> Iterator[str]:
    Host.comments = [{"id": 1, "body": "Nice work!"}]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    manifest = '{"name": "shop", "dependencies": {"express": "4"}}'
    return repository(tmp_path / "shop", {"server.js": SERVER, "package.json": manifest})


def audit(shop: Path, folder: Path, **variables: str) -> dict[str, str]:
    """The step's outputs. `roadworthy` is the one under test."""
    commands = folder / "bin"
    commands.mkdir(exist_ok=True)
    command = commands / "roadworthy"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m roadworthy "$@"\n')
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{commands}:{os.environ['PATH']}",
        "APP": str(shop),
        "RUNNER_TEMP": str(folder),
        "GITHUB_OUTPUT": str(folder / "output"),
        **variables,
    }
    subprocess.run([ROOT / "action/audit"], check=True, env=environment, capture_output=True)
    lines = (folder / "output").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_the_audit_leaves_its_reports_and_its_exit_code(shop: Path, tmp_path: Path) -> None:
    outputs = audit(shop, tmp_path, FAIL_ON="low")
    assert outputs["code"] == "1"
    made = {path.name for path in Path(outputs["report"]).iterdir()}
    assert made == {"report.json", "report.sarif", "report.md", "report.html"}


def test_on_a_pull_request_only_new_gaps_count(shop: Path, tmp_path: Path) -> None:
    assert audit(shop, tmp_path, FAIL_ON="low", BASE="HEAD")["code"] == "0"


def test_there_is_one_comment_and_it_is_kept_up_to_date(host: str, tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    environment = {
        **os.environ,
        "GITHUB_API_URL": host,
        "GITHUB_REPOSITORY": "team/shop",
        "GITHUB_TOKEN": "t",
        "PULL_REQUEST": "7",
        "REPORT": str(report),
    }
    for text in ("first", "second"):
        report.write_text(text)
        subprocess.run([sys.executable, ROOT / "action/comment.py"], check=True, env=environment)
    assert [comment["body"] for comment in Host.comments] == ["Nice work!", "<!-- roadworthy -->\nsecond"]
