"""Experiments that wait are shared with a second trial, in a process that goes when the first one does."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from trial_processes import all_ended, descendants

pytestmark = pytest.mark.trial

PROGRAM = Path(__file__).with_name("proving_program.py")
KINDS = ("apples", "beds", "chairs", "doors", "eggs", "forks", "gates", "hats")
APP = """
import sqlite3

from flask import Flask, jsonify

app = Flask(__name__)


def opened():
    connection = sqlite3.connect("shop.db")
    connection.row_factory = sqlite3.Row
    return connection


with opened() as start:
    for kind in {kinds}:
        start.execute(f"CREATE TABLE IF NOT EXISTS {{kind}} (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")
"""
LIST = """

@app.get("/{kind}")
def {kind}():
    try:
        return jsonify([dict(row) for row in opened().execute("SELECT id, name FROM {kind} LIMIT 50")])
    except sqlite3.Error:
        return jsonify([])
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    root.mkdir()
    (root / "app.py").write_text(APP.format(kinds=KINDS) + "".join(LIST.format(kind=kind) for kind in KINDS))
    (root / "requirements.txt").write_text("flask\n")
    return root


def test_both_trials_prove_what_either_would_and_each_gap_once(shop: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    ran = subprocess.run(
        [sys.executable, str(PROGRAM), str(shop), str(notes)], capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stderr
    assert sorted(ran.stdout.splitlines()) == [f"proven GET /{kind}" for kind in KINDS]
    assert 0 < len(notes.read_text().splitlines()) < len(KINDS)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_neither_trial_outlives_its_interruption(shop: Path, tmp_path: Path, how: signal.Signals) -> None:
    notes = tmp_path / "notes"
    with subprocess.Popen(
        [sys.executable, str(PROGRAM), str(shop), str(notes)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        ends = time.monotonic() + 240
        while not notes.exists() and running.poll() is None and time.monotonic() < ends:
            time.sleep(0.05)
        started = descendants(running.pid)
        running.send_signal(how)
        running.wait(60)
    assert notes.exists()
    assert len(started) > 2
    assert all_ended(started)
