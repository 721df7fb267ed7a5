"""A page that asks its own server by the whole address, where that is online, asks its own server."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import Component
from roadworthy.proof.own_addresses import own_hosts
from tests.frameworks.node_app import understood

SERVER = """
const express = require("express");
const app = express();
app.get("/api/orders/:id", (req, res) => res.json({}));
app.post("/login", (req, res) => res.json({}));
app.listen(5000);
"""


def page_of(folder: Path, asks: str) -> Component:
    page = f"""
import axios from "axios";
const API = "https://shop.onrender.com";
export default function Order({{ id }}) {{
  async function act() {{ await {asks}; }}
  return <form onSubmit={{act}}><button>Go</button></form>;
}}
"""
    app = understood(folder, {"server.js": SERVER, "client/src/Order.jsx": page})
    assert own_hosts(app) == tuple({f.host for c in app.components for f in c.fetches if f.host})
    return next(one for one in app.components if one.name == "Order")


@pytest.mark.parametrize(
    ("asks", "asked", "host"),
    [
        ("axios.get(`${API}/api/orders/${id}`)", ("GET", "/api/orders/:value"), "https://shop.onrender.com"),
        ("axios.post(`${API}/login`, {})", ("POST", "/login"), "https://shop.onrender.com"),
        (
            "fetch('https://api.shop.example/api/orders/7')",
            ("GET", "/api/orders/7"),
            "https://api.shop.example",
        ),
    ],
)
def test_what_the_server_answers_is_asked_of_it(
    tmp_path: Path, asks: str, asked: tuple[str, str], host: str
) -> None:
    order = page_of(tmp_path, asks)
    assert [(one.method, one.path, one.host) for one in order.fetches] == [(*asked, host)]
    assert order.forms[0].fetches == (asked,) and not order.services


@pytest.mark.parametrize(
    "asks",
    [
        "axios.get(`${API}/api/weather/${id}`)",  # no endpoint of the app
        "axios.delete(`${API}/api/orders/${id}`)",  # one of another method
        "fetch('https://id.provider.example/login', { method: 'POST' })",  # one short step may be anybody's
    ],
)
def test_what_it_does_not_answer_is_another_s(tmp_path: Path, asks: str) -> None:
    order = page_of(tmp_path, asks)
    assert not order.fetches and len(order.services) == 1
