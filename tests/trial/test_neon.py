"""Apps that reach Postgres by a serverless driver: over a WebSocket, or with a statement in each HTTP request."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_app import plan, write_app

from roadworthy.trial import open_trial
from roadworthy.trial.neon import Startup

# What @neondatabase/serverless sends: the startup message, the password that nobody asked for, and the first query at once.
APP = """
import base64, struct
from urllib.parse import urlsplit

HOST = urlsplit(os.environ["DATABASE_URL"]).hostname

def message(kind, data):
    return kind + struct.pack("!i", len(data) + 4) + data

def opened():
    plain = socket.create_connection((HOST, 443), 5)
    secure = ssl.create_default_context().wrap_socket(plain, server_hostname=HOST)
    key = base64.b64encode(b"0" * 16).decode()
    secure.sendall(f"GET /v2 HTTP/1.1\\r\\nHost: {HOST}\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n"
                   f"Sec-WebSocket-Key: {key}\\r\\nSec-WebSocket-Version: 13\\r\\n\\r\\n".encode())
    head = b""
    while b"\\r\\n\\r\\n" not in head:
        head += secure.recv(1)
    return secure, head

def get_socket(request):
    secure, head = opened()
    startup = message(b"", struct.pack("!i", 196608) + b"user\\0app\\0database\\0app\\0\\0")
    sent = startup + message(b"p", b"app\\0") + message(b"Q", b"select 6 * 7 as answer\\0")
    mask = b"\\1\\2\\3\\4"
    secure.sendall(b"\\x82" + bytes([0x80 | len(sent)]) + mask
                   + bytes(byte ^ mask[place % 4] for place, byte in enumerate(sent)))
    seen = b""
    while b"SELECT 1" not in seen:
        part = secure.recv(4096)
        if not part:
            break
        seen += part
    return 200, {"status": head.split()[1].decode(), "row": b"42" in seen}, {}

def asked(body, **headers):
    target = "https://api." + HOST.partition(".")[2] + "/sql"
    call = urllib.request.Request(target, json.dumps(body).encode(), headers)
    try:
        return json.load(urllib.request.urlopen(call, timeout=5))
    except urllib.error.HTTPError as error:
        return json.load(error)

def get_statements(request):
    asked({"query": "create table notes (id int, body text)"})
    asked({"queries": [{"query": "insert into notes values ($1, $2)", "params": [n, "note"]} for n in (1, 2)]})
    rows = asked({"query": "select * from notes where id = $1", "params": [2]}, **{"Neon-Array-Mode": "true"})
    return 200, {"rows": rows["rows"], "types": [field["dataTypeID"] for field in rows["fields"]],
                 "wrong": asked({"query": "select nothing from nowhere"})["code"]}, {}
"""


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_the_password_nobody_asked_for_is_kept_back(size: int) -> None:
    startup = (12).to_bytes(4, "big") + b"startup."
    password, query = b"p" + (8).to_bytes(4, "big") + b"app\0", b"Q" + (9).to_bytes(4, "big") + b"sel;\0"
    sent, passed, filter_ = startup + password + query, b"", Startup()
    for place in range(0, len(sent), size):
        passed += filter_.passed(sent[place : place + size])
    assert passed == startup + query


def test_both_ways_of_a_serverless_driver_lead_to_the_database(tmp_path: Path) -> None:
    app = write_app(tmp_path / "app", APP)
    with open_trial(app, plan(database="postgres", serverless_driver=True)) as trial:
        assert trial.send("anonymous", "GET", "/socket").json() == {"status": "101", "row": True}
        told = trial.send("anonymous", "GET", "/statements").json()
        assert told == {"rows": [["2", "note"]], "types": [23, 25], "wrong": "42P01"}
        assert trial.database is not None
        assert trial.database.count("notes") == 2
