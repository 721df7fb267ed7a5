"""Small apps for the tests: Express code that an audit finds a gap in, and a server of plain Node that a trial starts.

The trial needs no package for them, so what it says about them is there in seconds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

ROUTES = """import express from "express";

const app = express();

app.get("/api/quote", async (req, res) => {
  const answer = await fetch("https://quotes.example.com/today");
  res.json(await answer.json());
});

app.listen(Number(process.env.PORT ?? 3000));
"""

SERVER = """
const http = require("node:http");
http.createServer(async (request, response) => {
  try {
    const answer = await fetch("https://quotes.example.com/today");
    response.end(JSON.stringify(await answer.json()));
  } catch {
    response.statusCode = 502;
    response.end("{}");
  }
}).listen(Number(process.env.PORT), "127.0.0.1");
"""

TRIAL = '[trial]\ninstall = []\nstart = "node start.cjs"\n'


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Files of an app by path."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def manifest(**changes: object) -> str:
    """A package.json of an Express app."""
    plain: dict[str, object] = {"name": "quotes", "private": True, "dependencies": {"express": "4"}}
    return json.dumps({**plain, **changes})


def quotes(root: Path, start: str = SERVER, **files: str) -> Path:
    """An app with one gap: it waits for another service without end. `start` is the Node code that a trial runs."""
    plain = {"package.json": manifest(), "server.ts": ROUTES, "start.cjs": start, "roadworthy.toml": TRIAL}
    return write(root, {**plain, **files})


PAGES = """import express from "express";

const app = express();

app.use(express.static("public"));
app.listen(Number(process.env.PORT ?? 3000));
"""

PAGES_SERVER = """
const { createServer } = require("node:http");
const { existsSync, readFileSync } = require("node:fs");
const types = { html: "text/html", js: "text/javascript" };
createServer((request, response) => {
  const file = "public" + (request.url === "/" ? "/index.html" : request.url);
  if (!existsSync(file)) { response.statusCode = 404; response.end(); return; }
  response.setHeader("Content-Type", types[file.split(".").at(-1)]);
  response.end(readFileSync(file));
}).listen(Number(process.env.PORT), "127.0.0.1");
"""


def pages(root: Path, start: str = "") -> Path:
    """An app with one gap that is proven in a moment: its files are sent anew on each visit. `start` runs first in the trial."""
    files = {
        "package.json": manifest(name="pages"),
        "server.ts": PAGES,
        "start.cjs": start + PAGES_SERVER,
        "roadworthy.toml": TRIAL,
        "public/index.html": '<!doctype html><title>Pages</title><script src="/app-Bx7Kq2Zt.js"></script>',
        "public/app-Bx7Kq2Zt.js": "document.title = 'Pages';\n" * 200,
    }
    return write(root, files)
