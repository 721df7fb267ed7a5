"""Only what is new: a baseline of known gaps, and the state of another branch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_commands import roadworthy

from tests.repair.repositories import repository, run_git

FIRST = """
const express = require("express");
const app = express();
app.get("/api/rates", async (req, res) => {
  const answer = await fetch("https://rates.example.com/latest");
  res.json(await answer.json());
});
app.listen(3000);
"""
ROUTE = """app.get("/api/bills", async (req, res) => {
  res.json(await (await fetch("https://bills.example.com/all")).json());
});
"""
SECOND = FIRST.replace("app.listen", ROUTE + "app.listen")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The smallest app, committed."""
    manifest = '{"name": "tiny-shop", "dependencies": {"express": "4"}}'
    return repository(tmp_path, {"server.js": FIRST, "package.json": manifest})


def gaps(shop: Path, *arguments: str) -> dict[str, str]:
    """Subject and state of the gaps that have a place in the code."""
    ended = roadworthy("audit", "-q", "-f", "json", *arguments, cwd=shop)
    assert ended.returncode == 0, ended.stderr
    return {f"{gap['pattern']} {gap['subject']}": gap["state"] for gap in json.loads(ended.stdout)["gaps"]}


def test_gaps_of_the_baseline_count_no_more(shop: Path) -> None:
    before = gaps(shop, "--baseline", "known.json", "--update-baseline")
    assert before and set(before.values()) == {"accepted"}
    assert roadworthy("audit", "-q", "--baseline", "known.json", "--fail-on", "low", cwd=shop).returncode == 0
    (shop / "server.js").write_text(SECOND)
    after = gaps(shop, "--baseline", "known.json")
    new = {name for name, state in after.items() if state != "accepted"}
    assert new and all("bills" in name for name in new)
    assert roadworthy("audit", "-q", "--baseline", "known.json", "--fail-on", "low", cwd=shop).returncode == 1


def test_a_baseline_lists_its_gaps_for_people(shop: Path) -> None:
    gaps(shop, "--baseline", "known.json", "--update-baseline")
    known = json.loads((shop / "known.json").read_text())
    assert known["schema"] == 1 and {"id", "pattern", "subject", "message"} == set(known["gaps"][0])


def test_only_gaps_that_another_state_had_not(shop: Path) -> None:
    assert gaps(shop, "--diff", "HEAD") == {}
    (shop / "server.js").write_text(SECOND)
    new = gaps(shop, "--diff", "HEAD")
    assert new and all("bills" in name for name in new)


def test_moved_lines_and_a_new_file_name_are_no_new_gaps(shop: Path) -> None:
    (shop / "server.js").rename(shop / "main.js")
    (shop / "main.js").write_text("\n\n// moved\n" + FIRST.replace("  const answer", "    const answer"))
    assert gaps(shop, "--diff", "HEAD") == {}


def test_a_secret_that_the_other_states_history_had_is_no_new_gap(shop: Path) -> None:
    (shop / ".env").write_text("SESSION_SECRET=q7Vn2kXc9LzR4bTw8MyJ5hPd3fGs6uAe\n")
    run_git(shop, "add", "--all")
    run_git(shop, "commit", "--quiet", "-m", "Settings")
    run_git(shop, "rm", "--quiet", ".env")
    run_git(shop, "commit", "--quiet", "-m", "No settings")
    history = "compliance/exposed-sensitive-data .env"
    assert history in gaps(shop)
    assert gaps(shop, "--diff", "HEAD") == {}
    assert gaps(shop, "--diff", "HEAD~2").keys() == {history}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--baseline", "none.json"), "make one with --update-baseline"),
        (("--baseline", "package.json"), "is no baseline"),
        (("--update-baseline",), "name it with --baseline FILE"),
        (("--diff", "nowhere"), "git does not know 'nowhere'"),
    ],
)
def test_wrong_use_is_one_line(shop: Path, arguments: tuple[str, ...], said: str) -> None:
    ended = roadworthy("audit", "-q", *arguments, cwd=shop)
    assert ended.returncode == 2 and said in ended.stderr and ended.stderr.count("\n") == 1
