"""Packages of Python that trust a list of their own."""

from __future__ import annotations

from pathlib import Path

from roadworthy.trial.known_authorities import replaced_authorities
from roadworthy.trial.sandbox import Mount

PLACES = ("certifi/cacert.pem", "httplib2/cacerts.txt", "stripe/data/ca-certificates.crt")


def test_their_lists_are_the_trials_and_nothing_else_of_theirs_is(tmp_path: Path) -> None:
    packages = tmp_path / "venv/lib/python3.11/site-packages"
    for place in (*PLACES, "certifi/core.py", "stripe/data/notes.txt"):
        (packages / place).parent.mkdir(parents=True, exist_ok=True)
        (packages / place).write_text("theirs")
    authority = tmp_path / "authority.pem"
    found = list(
        replaced_authorities([Mount(tmp_path / "venv", "/venv"), Mount(tmp_path, "/app")], authority)
    )
    assert {one.outside for one in found} == {authority} and not any(one.writable for one in found)
    inside = "/venv/lib/python3.11/site-packages"
    assert sorted(one.inside for one in found) == sorted(f"{inside}/{place}" for place in PLACES)
