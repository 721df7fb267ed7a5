"""`make demo`: examples/corner-shop through the whole cycle, and in words what came of it.

Works in build/demo alone. Exit code 1 when a pattern that it shows did not go the whole way, proven and then repaired.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1]
EXAMPLE = PROJECT / "examples" / "corner-shop"
PLANTED = PROJECT / "examples" / "corner-shop.gaps.toml"
DEMO = PROJECT / "build" / "demo"
SHOP = DEMO / "corner-shop"
ROADWORTHY = Path(sys.executable).with_name("roadworthy")

# What a demonstration of ten minutes has time for: at least one pattern of each dimension, proven, repaired and verified.
# `roadworthy harden` without --select takes all that have an experiment the same way.
SHOWN = (
    "concurrency/double-submit",
    "concurrency/lost-update",
    "data-volume/missing-index",
    "network/uncached-responses",
    "browsers/unguarded-api",
    "malicious-input/broken-access",
    "malicious-input/unvalidated-input",
    "uptime/fragile-dependency",
    "persistence/missing-constraint",
    "error-recovery/no-error-boundary",
    "compliance/no-erasure",
    "operations/no-runbooks",
)

Gap = dict[str, Any]


def main() -> int:
    """The whole demonstration; its exit code."""
    begun = time.monotonic()
    lay_out()
    print(
        f"{_shown(SHOP)}: a small shop as an AI tool writes it, in a git repository of its own.\n", flush=True
    )
    report = DEMO / "report.json"
    seconds = run("audit", SHOP, "--quiet", "--format", "json", "--output", report)
    print(
        f"The audit alone took {seconds:.1f} s and found {len(read(report)['gaps'])} gaps. Now the whole way:\n"
    )
    page = DEMO / "report.html"
    run(
        "harden",
        SHOP,
        *(part for pattern in SHOWN for part in ("--select", pattern)),
        "--progress",
        "--format",
        "html",
        "--output",
        page,
        "--format",
        "json",
        "--output",
        report,
    )
    made = read(report)
    missed = missed_patterns(made["gaps"])
    print("\n".join(["", *told(made, missed, time.monotonic() - begun)]))
    return 1 if missed else 0


def lay_out() -> None:
    """A fresh copy of the shop, committed."""
    shutil.rmtree(DEMO, ignore_errors=True)
    shutil.copytree(
        EXAMPLE, SHOP, ignore=shutil.ignore_patterns("node_modules", "dist", ".roadworthy", ".env")
    )
    identity = ("-c", "user.name=Corner Shop", "-c", "user.email=shop@localhost")
    for command in (
        ("init", "--quiet"),
        ("add", "--all"),
        ("commit", "--quiet", "--message", "The prototype"),
    ):
        subprocess.run(("git", *identity, *command), cwd=SHOP, check=True)


def run(*arguments: str | Path) -> float:
    """Runs a command of Roadworthy; its seconds. Ends the demonstration when it writes no report."""
    begun = time.monotonic()
    # 1 and 3 say that gaps stand or could not be shown: what the report tells, and judged from there.
    ended = subprocess.run([ROADWORTHY, *arguments], env=os.environ | {"PYTHONUNBUFFERED": "1"})
    if ended.returncode not in (0, 1, 3) or not Path(arguments[-1]).is_file():
        sys.exit(f"demo: `roadworthy {arguments[0]}` ended with {ended.returncode}")
    return time.monotonic() - begun


def read(report: Path) -> dict[str, Any]:
    """A report as data."""
    made: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return made


def planted() -> list[Gap]:
    """The gaps that the shop was given, of the patterns that are shown."""
    listed: list[Gap] = tomllib.loads(PLANTED.read_text(encoding="utf-8"))["gap"]
    return [gap for gap in listed if gap["pattern"] in SHOWN]


def was_proven(gap: Gap) -> bool:
    """Whether its reproduction failed on the shop as it was."""
    shown = gap["before"] or gap["reproduction"]
    return bool(shown) and shown["state"] == "proven"


def went_the_whole_way(gap: Gap) -> bool:
    """Shown failing, repaired, and shown passing."""
    passing = gap["reproduction"] is not None and gap["reproduction"]["state"] == "cleared"
    return was_proven(gap) and gap["state"] == "fixed" and passing


def missed_patterns(gaps: Sequence[Gap]) -> list[str]:
    """The planted patterns of which no planted gap went the whole way."""
    places = {(gap["pattern"], gap["subject"]) for gap in planted()}
    whole = {
        gap["pattern"]
        for gap in gaps
        if (gap["pattern"], gap["subject"]) in places and went_the_whole_way(gap)
    }
    return sorted({gap["pattern"] for gap in planted()} - whole)


def told(report: dict[str, Any], missed: Sequence[str], seconds: float) -> Iterator[str]:
    """What came of it, a line each."""
    gaps = report["gaps"]
    proven = [gap for gap in gaps if was_proven(gap)]
    whole = [gap for gap in gaps if went_the_whole_way(gap)]
    patterns = {gap["pattern"] for gap in planted()}
    yield f"Proven    {len(proven)} of {len(gaps)} gaps were shown happening on the running shop."
    yield f"Repaired  {sum(gap['state'] == 'fixed' for gap in gaps)}, one commit each."
    yield f"Verified  {len(whole)}: the experiment that failed before passes on the repaired shop."
    yield f"Patterns  {len(patterns) - len(missed)} of the {len(patterns)} planted ones went proven, repaired, verified."
    yield from (f"          not the whole way: {pattern}{_why(gaps, pattern)}" for pattern in missed)
    yield from _measured(report["certificate"])
    yield f"Report    {_shown(DEMO / 'report.html')}"
    yield f"Took      {seconds / 60:.1f} minutes"


def _why(gaps: Sequence[Gap], pattern: str) -> str:
    places = {gap["subject"] for gap in planted() if gap["pattern"] == pattern}
    found = next((gap for gap in gaps if gap["pattern"] == pattern and gap["subject"] in places), None)
    if found is None:
        return ": not found"
    fix, shown = found["fix"], found["reproduction"]
    reason = (fix or {}).get("reason") or (shown or {}).get("observed") or ""
    return f": {found['subject']} is {found['state']}" + (f" ({reason})" if reason else "")


def _measured(certificate: dict[str, Any] | None) -> Iterator[str]:
    if certificate is None:
        return
    for number in certificate["numbers"]:
        before, after = (_number(number[side]) for side in ("before", "after"))
        yield f"Measured  {number['group']}, {number['name']}: {before} before, {after} after ({number['unit']})"
    if certificate["branch"]:
        yield f"Branch    {certificate['branch']} in {_shown(SHOP)}; the shop's own files are as they were"
    yield from (f"Document  {path}" for path in certificate["documents"])


def _number(value: float | None) -> str:
    return "not taken" if value is None else f"{value:g}"


def _shown(path: Path) -> str:
    return str(path.relative_to(PROJECT))


if __name__ == "__main__":
    sys.exit(main())
