"""The commands, run as a user runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from roadworthy.report.record import Report
from roadworthy.store import open_store

SERVER = """
const express = require("express");
const { Pool } = require("pg");
const pool = new Pool();
const app = express();
app.get("/api/orders/:id", async (req, res) => {
  const { rows } = await pool.query("SELECT * FROM orders WHERE id = " + req.params.id);
  res.json(rows[0]);
});
app.listen(3000);
"""


def roadworthy(
    *arguments: str, cwd: Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "roadworthy", *arguments]
    variables = {**os.environ, "COLUMNS": "80", **(environment or {})}
    return subprocess.run(
        command, cwd=cwd, env=variables, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def stored(tmp_path: Path, report: Report) -> Path:
    """A folder with one kept run."""
    with open_store(tmp_path, print) as store:
        store.save_run(report)
    return tmp_path


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The smallest app."""
    (tmp_path / "server.js").write_text(SERVER)
    (tmp_path / "package.json").write_text(
        '{"name": "tiny-shop", "dependencies": {"express": "4", "pg": "8"}}'
    )
    return tmp_path


# --- audit --------------------------------------------------------------------------------------------


def test_an_audit_reports_on_standard_output_and_keeps_the_run(shop: Path) -> None:
    result = roadworthy("audit", cwd=shop)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("tiny-shop: ")
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert (shop / ".roadworthy/runs.db").is_file()
    again = roadworthy("report", "--format", "json", cwd=shop)
    assert json.loads(again.stdout)["app"]["name"] == "tiny-shop"


def test_formats_and_outputs_are_paired(shop: Path) -> None:
    result = roadworthy(
        "audit",
        "--format",
        "json",
        "-o",
        "a.json",
        "--format",
        "html",
        "-o",
        "a.html",
        "--format",
        "text",
        cwd=shop,
    )
    assert result.returncode == 0
    assert json.loads((shop / "a.json").read_text())["schema"] == 1
    assert (shop / "a.html").read_text().startswith("<!doctype html>")
    assert result.stdout.startswith("tiny-shop: ")


def test_two_audits_differ_in_timings_only(shop: Path) -> None:
    first, second = (json.loads(roadworthy("audit", "-f", "json", cwd=shop).stdout) for _ in range(2))
    first.pop("timings")
    second.pop("timings")
    assert json.dumps(first) == json.dumps(second)


def test_progress_is_told_on_standard_error_when_asked(shop: Path) -> None:
    result = roadworthy("audit", "--progress", "-f", "json", cwd=shop)
    assert " s  patterns" in result.stderr
    json.loads(result.stdout)


def test_a_folder_that_cannot_be_written_costs_only_the_history(shop: Path) -> None:
    (shop / ".roadworthy").write_text("in the way")
    result = roadworthy("audit", cwd=shop)
    assert result.returncode == 0
    assert result.stdout.startswith("tiny-shop: ")
    assert result.stderr.count("\n") == 1
    assert "cannot be written" in result.stderr


def test_a_gap_that_is_not_there_cannot_be_proven(shop: Path) -> None:
    result = roadworthy("prove", "--gap", "ffffffff", cwd=shop)
    assert result.returncode == 2
    assert "there is no gap 'ffffffff'" in result.stderr


# --- report and exit codes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("critical", 1), ("high", 1), ("medium", 1), ("low", 1), ("proven", 1)],
)
def test_a_standing_gap_at_or_above_the_threshold_is_exit_1(stored: Path, fail_on: str, code: int) -> None:
    assert roadworthy("report", "--fail-on", fail_on, cwd=stored).returncode == code


def without(report: Report, *states: str) -> Report:
    return msgspec.structs.replace(
        report, gaps=tuple(gap for gap in report.gaps if gap.state not in states), errors=()
    )


@pytest.mark.parametrize(
    ("hidden", "command", "arguments", "code"),
    [
        (("proven", "fix-failed"), "prove", ("--fail-on", "proven"), 3),
        (("proven",), "audit", ("--fail-on", "critical"), 0),
        (("proven", "fix-failed", "untestable"), "prove", ("--fail-on", "proven"), 0),
        (("proven", "fix-failed", "untestable"), "prove", ("--fail-on", "medium"), 1),
        ((), "audit", (), 0),
        ((), "verify", (), 3),
    ],
)
def test_exit_codes(
    tmp_path: Path,
    report: Report,
    hidden: tuple[str, ...],
    command: str,
    arguments: tuple[str, ...],
    code: int,
) -> None:
    with open_store(tmp_path, print) as store:
        store.save_run(msgspec.structs.replace(without(report, *hidden), command=command))
    assert roadworthy("report", *arguments, cwd=tmp_path).returncode == code


def test_a_fault_of_a_pattern_is_exit_2(stored: Path) -> None:
    assert roadworthy("report", cwd=stored).returncode == 2


def test_an_earlier_run_is_written_in_any_format(stored: Path) -> None:
    for name, start in (
        ("r.html", "<!doctype html>"),
        ("r.md", "# corner"),
        ("r.sarif", "{"),
        ("r.txt", "corner-shop: "),
    ):
        roadworthy("report", "-o", name, cwd=stored)
        assert (stored / name).read_text(encoding="utf-8").startswith(start)


def test_runs_are_listed(stored: Path) -> None:
    assert (
        roadworthy("report", "--list", cwd=stored).stdout
        == "   1  2026-11-25T19:40:00Z  harden    4f1c9be07a\n"
    )


def test_a_terminal_that_is_not_utf8_gets_the_report_too(stored: Path) -> None:
    result = roadworthy("report", cwd=stored, environment={"PYTHONIOENCODING": "ascii"})
    assert result.stdout.startswith("corner-shop: ")


def test_a_reader_that_leaves_early_is_no_error(stored: Path) -> None:
    command = (
        f"{sys.executable} -c 'from roadworthy.cli.main import main; main()' report -f json | head -c 10"
    )
    result = subprocess.run(["bash", "-c", command], cwd=stored, capture_output=True, text=True, check=False)
    assert result.stdout == '{\n  "schem'
    assert result.stderr == ""


# --- wrong use ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("audit", "nowhere"), "roadworthy: nowhere: does not exist (give the folder of an app)"),
        (("adit",), "Did you mean 'audit'?"),
        (("audit", "--fail-on", "hig"), "'hig' is not one of"),
        (("audit", "-o", "report.pdf"), "report.pdf: does not tell its format"),
        (("audit", "-f", "json", "-f", "html"), "two reports would go to standard output"),
        (("audit", "--select", "concurency"), "'concurency' is neither a dimension nor a pattern"),
        (("report",), "has no run yet"),
        (("explain", "malicious-input/broken-acess"), "did you mean malicious-input/broken-access"),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "a.js").write_text("1")
    result = roadworthy(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert said in result.stderr


def test_the_trace_is_shown_when_asked(tmp_path: Path) -> None:
    assert "Traceback" not in roadworthy("audit", "nowhere", cwd=tmp_path).stderr
    assert "Traceback" in roadworthy("audit", "nowhere", "--debug", cwd=tmp_path).stderr


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        (
            "roadworthy.toml",
            "ignored = ['uptime']",
            "roadworthy.toml: has no setting 'ignored' (did you mean 'ignore'?)",
        ),
        ("roadworthy.toml", "select = 'uptime'", "Expected `array`"),
        ("roadworthy.toml", "fail_on = 'bad'", "fail_on cannot be 'bad'"),
        ("roadworthy.toml", "select = [", "does not parse"),
        (
            "pyproject.toml",
            "[tool.roadworthy]\nfail-on = 'low'",
            "has no setting 'fail-on' (did you mean 'fail_on'?)",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_the_right_one(
    tmp_path: Path, file: str, content: str, said: str
) -> None:
    (tmp_path / file).write_text(content)
    result = roadworthy("report", cwd=tmp_path)
    assert result.returncode == 2
    assert said in result.stderr


def test_settings_are_read_and_the_command_line_wins(stored: Path) -> None:
    (stored / "pyproject.toml").write_text(
        "[tool.roadworthy]\nfail_on = 'low'\n[tool.roadworthy.trial]\nport = 5000\n"
    )
    assert roadworthy("report", cwd=stored).returncode == 1
    (stored / "roadworthy.toml").write_text("")
    assert roadworthy("report", cwd=stored).returncode == 2


# --- the rest -----------------------------------------------------------------------------------------


def test_doctor_names_each_tool_and_how_to_get_it(tmp_path: Path) -> None:
    bare = roadworthy("doctor", cwd=tmp_path, environment={"PATH": str(tmp_path), "HOME": str(tmp_path)})
    assert bare.returncode == 0
    for name in ("python", "node", "npm", "bubblewrap", "chromium", "firefox", "webkit", "postgres", "git"):
        assert any(line.startswith(f"{name} ") for line in bare.stdout.splitlines())
    assert "missing  apt install git" in bare.stdout
    assert roadworthy("doctor", "--strict", cwd=tmp_path, environment={"PATH": str(tmp_path)}).returncode == 3


def test_doctor_says_what_is_kept_on_the_disk_and_where(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    told = {"PATH": str(tmp_path), "HOME": str(tmp_path), "ROADWORTHY_CACHE": str(cache)}
    assert "are kept" not in roadworthy("doctor", cwd=tmp_path, environment=told).stdout
    module = cache / "packages" / "0123" / "tree" / "index.js"
    module.parent.mkdir(parents=True)
    module.write_bytes(b"x" * 60_000_000)
    last = roadworthy("doctor", cwd=tmp_path, environment=told).stdout.splitlines()[-2:]
    assert last[0].startswith("0.1 GB of packages are kept, at most 10 GB")
    assert last[1] == str(cache / "packages")


def test_explain_lists_patterns_by_dimension_and_tells_of_one(tmp_path: Path) -> None:
    listed = roadworthy("explain", cwd=tmp_path).stdout
    assert "Malicious input\n" in listed
    assert "  malicious-input/broken-access  " in listed
    told = roadworthy("explain", "malicious-input/broken-access", cwd=tmp_path).stdout
    assert told.startswith("malicious-input/broken-access\n  fails     ")
    assert roadworthy("explain", "broken-access", cwd=tmp_path).stdout == told


def test_help_says_what_each_command_does(tmp_path: Path) -> None:
    text = roadworthy("--help", cwd=tmp_path).stdout
    for name in ("audit", "prove", "fix", "verify", "handoff", "harden", "report", "explain", "doctor"):
        assert f"\n  {name} " in text


def test_asking_for_the_version_loads_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys; from roadworthy.cli.main import run; run(['--version']); "
        "print([name for name in sys.modules if name.split('.')[0] in ('tree_sitter', 'jinja2', 'rich', 'libcst', 'playwright')])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[0].startswith("roadworthy ")
    assert result.stdout.splitlines()[1] == "[]"


def test_an_interrupted_command_cleans_up_and_ends_with_130(tmp_path: Path) -> None:
    script = """
import os, signal, sys
from roadworthy.cli import audit, main
def slow(**given):
    try:
        print("begun", flush=True)
        signal.pause()
    finally:
        print("cleaned up", flush=True)
audit.audit.callback = slow
sys.exit(main.run(["audit"]))
"""
    for number in (2, 15):
        process = subprocess.Popen(
            [sys.executable, "-c", script],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out) == (130, "cleaned up\n")
        assert err == "roadworthy: interrupted; what was started was stopped\n"
