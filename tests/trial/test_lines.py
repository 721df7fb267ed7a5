"""Sockets of a running app: what is said comes over, and a refusal is told with its status."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roadworthy.trial import Trial, open_trial
from roadworthy.trial.lines import TurnedAway, settled
from tests.trial.small_app import plan, write_app

# A server's half of RFC 6455 for short texts: the key, one frame out, frames back as they come.
ECHO = """
import base64, hashlib

def shake(request):
    key = request.headers["Sec-WebSocket-Key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    answer = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
    request.wfile.write(f"HTTP/1.1 101 x\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: {answer}\\r\\n\\r\\n".encode())

def send(request, text):
    request.wfile.write(bytes([0x81, len(text)]) + text.encode())

def get_line(request):
    shake(request)
    send(request, "hello " + request.headers.get("X-Forwarded-For", ""))
    while True:
        first, size = request.rfile.read(2)
        mask = request.rfile.read(4)
        data = bytes(byte ^ mask[n % 4] for n, byte in enumerate(request.rfile.read(size & 127)))
        if first & 15 == 8:
            request.close_connection = True
            return 200, {}, {}
        send(request, data.decode())

def get_closed(request):
    return 403, {}, {}
"""


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    app = write_app(tmp_path_factory.mktemp("lines") / "app", ECHO)
    with open_trial(app, plan()) as opened:
        yield opened


def test_what_is_said_comes_back(trial: Trial) -> None:
    with trial.line("anonymous", "/line", "websocket") as line:
        assert settled(line, 0, 5)[0].text.startswith("hello 192.0.2.")
        line.say({"a": 1})
        assert [one.text for one in settled(line, 1, 5)] == ['{"a": 1}']


def test_a_refusal_tells_its_status(trial: Trial) -> None:
    with pytest.raises(TurnedAway) as refused, trial.line("anonymous", "/closed", "websocket"):
        pass
    assert refused.value.status == 403
