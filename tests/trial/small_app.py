"""A small web app for the tests: the standard library only, so that it needs no installation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from roadworthy.trial import BootPlan

SERVER = """
import http.cookies, http.server, json, os, signal, socket, sqlite3, ssl, subprocess, sys, threading, time
import urllib.request

{code}

class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        length = int(self.headers.get("content-length") or 0)
        self.body = json.loads(self.rfile.read(length) or b"null")
        name = self.command.lower() + "_" + (self.path.strip("/").replace("/", "_") or "home")
        action = globals().get(name)
        try:
            result = action(self) if action else (200, {{"ok": True}}, {{}})
        except Exception as error:
            result = (500, {{"error": f"{{type(error).__name__}}: {{error}}"}}, {{}})
        status, value, headers = result
        page = isinstance(value, str)
        data = value.encode() if page else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if page else "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, header in headers.items():
            self.send_header(name, header)
        self.end_headers()
        self.wfile.write(data)
    do_GET = do_POST = do_PATCH = answer
    def log_message(self, *arguments):
        print(*arguments, flush=True)

http.server.ThreadingHTTPServer.request_queue_size = 128
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
"""


def write_app(folder: Path, code: str) -> Path:
    """An app whose functions `get_x(request)`, `post_x(request)` answer `/x` with (status, JSON or HTML, headers)."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "server.py").write_text(SERVER.format(code=code))
    return folder


def plan(**changes: Any) -> BootPlan:
    return msgspec.structs.replace(BootPlan(runtime="python", start="python3 server.py"), **changes)
