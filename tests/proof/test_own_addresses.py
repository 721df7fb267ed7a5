"""The address of the server beside, told by what the pages ask for and what the server has."""

from __future__ import annotations

from pathlib import Path

from roadworthy.frameworks.build import build_app
from roadworthy.proof.own_addresses import own_addresses

SERVER = """
const express = require("express");
const app = express();
const products = express.Router();
products.get("/list", (req, res) => res.json([]));
products.get("/slug/:slug", (req, res) => res.json({}));
app.use("/api/product", products);
app.listen(process.env.PORT);
"""
PAGES = """
import axios from "axios";
const http = axios.create({ baseURL: process.env.NEXT_PUBLIC_API_URL });
export default async function Page({ params }) {
  const one = await http.get(`/product/slug/${params.slug}`);
  const all = await http.get("/product/list");
  const rates = await fetch(`${process.env.NEXT_PUBLIC_RATES_URL}/v1/latest`);
  return <p>{one.data.title} {all.data.length} {rates.status}</p>;
}
"""


def test_what_the_server_has_under_a_path_of_its_own(tmp_path: Path) -> None:
    server, pages = tmp_path / "backend", tmp_path / "frontend"
    (pages / "src/app/products/[slug]").mkdir(parents=True)
    server.mkdir()
    (server / "package.json").write_text('{"dependencies": {"express": "4.21.2"}}')
    (server / "index.js").write_text(SERVER)
    (pages / "package.json").write_text(
        '{"dependencies": {"next": "15.1.0", "react": "19.0.0", "axios": "1.7.9"}}'
    )
    (pages / "src/app/products/[slug]/page.jsx").write_text(PAGES)
    assert own_addresses(build_app(tmp_path), "frontend") == {"NEXT_PUBLIC_API_URL": "/api"}
