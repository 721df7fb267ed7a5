"""Bounds put into calls, in the form that the call is written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import App
from roadworthy.edits.apply import changed
from roadworthy.edits.timeouts import bound_call, bound_pool, carry_on, carry_on_python
from roadworthy.errors import RepairRefused
from roadworthy.frameworks.build import build_app

EXPRESS = """import express from "express";
import axios from "axios";
import Stripe from "stripe";
import OpenAI from "openai";
import { Resend } from "resend";
const app = express();
%s
app.post("/go", async (req, res) => {
  %s
  res.json({});
});
app.listen(3000);
"""
FASTAPI = """import httpx
import requests
from fastapi import FastAPI

app = FastAPI()
%s

@app.post("/go")
def go():
    %s
    return {}
"""


def express_app(root: Path, call: str, made: str = "") -> App:
    (root / "package.json").write_text('{"name": "small", "type": "module"}')
    (root / "index.js").write_text(EXPRESS % (made, call))
    return build_app(root)


def fastapi_app(root: Path, call: str, made: str = "") -> App:
    (root / "requirements.txt").write_text("fastapi\nhttpx\nrequests\n")
    (root / "main.py").write_text(FASTAPI % (made, call))
    return build_app(root)


def bounded(app: App, path: str) -> str:
    call = app.endpoints[0].services[0]
    return changed(app.read(path), bound_call(app, call)).decode()


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (
            'await fetch("https://x.test/a");',
            'fetch("https://x.test/a", { signal: AbortSignal.timeout(10_000) })',
        ),
        (
            'await fetch("https://x.test/a", { method: "POST" });',
            '{ method: "POST", signal: AbortSignal.timeout(10_000) }',
        ),
        (
            'await fetch("https://x.test/a", {\n    method: "POST",\n  });',
            '{\n    method: "POST",\n    signal: AbortSignal.timeout(10_000),\n  }',
        ),
        ('await axios.get("https://x.test/a");', 'axios.get("https://x.test/a", { timeout: 10_000 })'),
        (
            'await axios.post("https://x.test/a");',
            'axios.post("https://x.test/a", undefined, { timeout: 10_000 })',
        ),
        (
            'await axios.post("https://x.test/a", {}, { headers: {} });',
            'axios.post("https://x.test/a", {}, { headers: {}, timeout: 10_000 })',
        ),
    ],
)
def test_a_call_gets_its_bound_where_its_options_stand(tmp_path: Path, call: str, expected: str) -> None:
    assert expected in bounded(express_app(tmp_path, call), "index.js")


def test_an_sdk_is_bounded_where_its_client_is_made(tmp_path: Path) -> None:
    app = express_app(
        tmp_path,
        "await stripe.customers.create({});",
        'const stripe = new Stripe("k", { apiVersion: "2024" });',
    )
    assert '{ apiVersion: "2024", timeout: 10_000, maxNetworkRetries: 1 }' in bounded(app, "index.js")


def test_a_client_without_a_timeout_option_is_left_to_people(tmp_path: Path) -> None:
    app = express_app(tmp_path, "await mail.emails.send({});", 'const mail = new Resend("k");')
    with pytest.raises(RepairRefused, match="no timeout"):
        bounded(app, "index.js")


@pytest.mark.parametrize(
    ("call", "made", "expected"),
    [
        ('requests.get("https://x.test/a")', "", 'requests.get("https://x.test/a", timeout=10)'),
        ('httpx.get("https://x.test/a", timeout=None)', "", 'httpx.get("https://x.test/a", timeout=10.0)'),
        (
            'client.get("https://x.test/a")',
            "client = httpx.Client(timeout=None)",
            "httpx.Client(timeout=10.0)",
        ),
    ],
)
def test_a_python_call_gets_a_keyword(tmp_path: Path, call: str, made: str, expected: str) -> None:
    assert expected in bounded(fastapi_app(tmp_path, call, made), "main.py")


def test_a_failing_notice_is_logged_and_no_longer_the_action_s(tmp_path: Path) -> None:
    app = express_app(tmp_path, 'await fetch("https://x.test/notify");')
    place = app.endpoints[0].services[0].location
    text = changed(app.read("index.js"), carry_on(app, place, "notify")).decode()
    assert (
        'await fetch("https://x.test/notify").catch((error) => console.error("notify failed:", error));'
        in text
    )


def test_a_failing_notice_in_python_is_logged(tmp_path: Path) -> None:
    app = fastapi_app(tmp_path, 'httpx.post("https://x.test/notify")')
    text = changed(app.read("main.py"), carry_on_python(app, app.endpoints[0].services[0], 5)).decode()
    assert "import logging\nimport httpx" in text
    assert (
        '    try:\n        httpx.post("https://x.test/notify", timeout=5.0)\n    except httpx.HTTPError'
        in text
    )


def test_a_pool_gives_up(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "small", "type": "module"}')
    (tmp_path / "db.js").write_text('import pg from "pg";\nexport const pool = new pg.Pool({ max: 5 });\n')
    app = build_app(tmp_path)
    text = changed(app.read("db.js"), bound_pool(app, app.pools[0])).decode()
    assert "max: 5,\n  connectionTimeoutMillis: 10_000,\n  query_timeout: 15_000," in text
