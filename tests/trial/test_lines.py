"""Sockets of a running app: what is said comes over, and a refusal is told with its status."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from roadworthy.trial import Request, Trial, open_trial
from roadworthy.trial.lines import TurnedAway, settled
from tests.trial.small_app import plan, write_app

# A server's half of RFC 6455 for short texts: the key, one frame out, frames back as they come.
ECHO = """
import base64, hashlib, io

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

def stream(request, *events, pause=0.0, holds=0.0):
    request.wfile.write(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/event-stream\\r\\nConnection: close\\r\\n\\r\\n")
    for event in events:
        request.wfile.write(f"data: {event}\\n\\n".encode())
        time.sleep(pause)
    time.sleep(holds)
    # What is answered after it goes nowhere.
    request.wfile = io.BytesIO()
    request.close_connection = True
    return 200, {}, {}

def get_news(request):
    return stream(request, "milk", holds=20)

def get_ticks(request):
    return stream(request, *range(200), pause=0.1)

def get_said(request):
    return stream(request, "one", "two")

def get_silent(request):
    return stream(request, holds=20)
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


def test_a_stream_of_events_is_opened_and_not_waited_for(trial: Trial) -> None:
    answer = trial.send("anonymous", "GET", "/news")
    assert (answer.status, answer.text, answer.still_open) == (200, "data: milk\n\n", True)
    assert answer.seconds < 4
    silent = trial.send("anonymous", "GET", "/silent")
    assert (silent.status, silent.body, silent.still_open) == (200, b"", True)
    ticks = trial.send("anonymous", "GET", "/ticks")
    assert ticks.still_open and 4 < ticks.seconds < 9 and "data: 20" in ticks.text


def test_a_stream_that_ends_is_read_to_its_end(trial: Trial) -> None:
    answer = trial.send("anonymous", "GET", "/said")
    assert (answer.text, answer.still_open) == ("data: one\n\ndata: two\n\n", False)


def test_streams_opened_together_are_not_waited_for(trial: Trial) -> None:
    wanted = Request(actor="anonymous", method="GET", path="/news")
    assert {answer.status for answer in trial.together([wanted, wanted])} == {200}
