"""How fast an audit is: by stage, by pattern, as apps grow, and beside Semgrep.

    python benchmarks/audit_speed.py APP [APP ...] [--patterns] [--semgrep CONFIG] [--json FILE]

Each app is audited in a process of its own, so that nothing is warm but the files themselves. Times are of the processor
(user and system, children included) where not said otherwise: other work on the machine lengthens the clock's.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec
from msgspec import Struct

STAGES = ("walk", "read", "understand", "patterns")


class Measured(Struct, frozen=True):
    """One audit. Times in seconds, memory in bytes; `lines` are those of the modules that were read, `stages` by the
    clock, `patterns` by the processor: views that several patterns share count for the first that asks."""

    app: str
    lines: int
    files: int
    gaps: int
    processor: float
    clock: float
    memory: int
    stages: dict[str, float]
    patterns: dict[str, float]


def processor_time() -> float:
    """Seconds that this process and its finished children have had of the processor."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def audited(root: Path, jobs: int) -> Measured:
    """Audits an app in this process, imports included."""
    begun, clock = processor_time(), time.perf_counter()
    from roadworthy.audit import audit_folder

    audit = audit_folder(root, jobs=jobs, details=False)
    spent, waited = processor_time() - begun, time.perf_counter() - clock
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    modules = audit.app.modules
    lines = sum(module.lines for module in modules.values())
    stages = {name: audit.timings[name] for name in STAGES if name in audit.timings}
    return Measured(root.name, lines, len(modules), len(audit.gaps), spent, waited, memory, stages, {})


def with_patterns(root: Path, jobs: int) -> Measured:
    """The same, each pattern on its own."""
    from roadworthy.audit import chosen_rooms, judge
    from roadworthy.frameworks.build import build_app

    begun, clock = processor_time(), time.perf_counter()
    stages: dict[str, float] = {}
    app = build_app(root, jobs=jobs, timings=stages)
    patterns: dict[str, float] = {}
    gaps = 0
    for room in chosen_rooms((), ()):
        before = time.process_time()
        gaps += len(judge(app, [room], {}).gaps)
        patterns[room.id] = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    lines = sum(module.lines for module in app.modules.values())
    spent, waited = processor_time() - begun, time.perf_counter() - clock
    return Measured(root.name, lines, len(app.modules), gaps, spent, waited, memory, stages, patterns)


def measured(root: Path, jobs: int, *, patterns: bool) -> Measured:
    """What `audited` or `with_patterns` says, from a new process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(with_patterns if patterns else audited, root, jobs).result()


def semgrep_time(root: Path, config: str) -> float | None:
    """Seconds of the processor that Semgrep takes for the same folder; None when it is not installed or fails."""
    program = shutil.which("semgrep")
    if program is None:
        return None
    before = processor_time()
    command = [program, "scan", "--quiet", "--metrics=off", "--config", config, "--json", str(root)]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return processor_time() - before if done.returncode in (0, 1) else None


def table(results: Iterable[Measured]) -> str:
    """A line for each app, the smallest first: growth shows in the column of lines per second."""
    lines = [
        f"{'app':44}{'lines':>8}{'files':>7}{'gaps':>6}{'cpu s':>8}{'clock s':>9}{'lines/cpu s':>13}{'MB':>6}  stages (clock)"
    ]
    for one in sorted(results, key=lambda one: one.lines):
        stages = ", ".join(f"{name} {seconds:.2f}" for name, seconds in one.stages.items())
        lines.append(
            f"{one.app[:43]:44}{one.lines:>8}{one.files:>7}{one.gaps:>6}{one.processor:>8.2f}{one.clock:>9.2f}"
            f"{one.lines / max(one.processor, 0.001):>13.0f}{one.memory // 1_000_000:>6}  {stages}"
        )
    return "\n".join(lines)


def pattern_table(results: Iterable[Measured]) -> str:
    """The cost of each pattern over all apps, the dearest first."""
    total: dict[str, float] = {}
    for one in results:
        for name, seconds in one.patterns.items():
            total[name] = total.get(name, 0.0) + seconds
    ranked = sorted(total.items(), key=lambda pair: -pair[1])
    return "\n".join(f"{name:44}{seconds:>8.3f} s" for name, seconds in ranked)


def main() -> int:
    """Measures the apps that were named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("apps", nargs="+", type=Path, help="folders of apps")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes that read files")
    parser.add_argument("--patterns", action="store_true", help="measure each pattern on its own")
    parser.add_argument("--semgrep", metavar="CONFIG", help="rules to run Semgrep with, for the ratio")
    parser.add_argument("--json", type=Path, help="write the numbers to this file as well")
    given = parser.parse_args()
    missing = [str(root) for root in given.apps if not root.is_dir()]
    if missing:
        parser.error(f"no such folder: {', '.join(missing)}")
    results = [measured(root.resolve(), given.jobs, patterns=given.patterns) for root in given.apps]
    print(table(results))
    if given.patterns:
        print("\n" + pattern_table(results))
    if given.semgrep:
        for root, one in zip(given.apps, results, strict=True):
            other = semgrep_time(root, given.semgrep)
            ratio = (
                f"{other / one.processor:.1f} times Roadworthy's"
                if other is not None
                else "not installed, or it failed"
            )
            print(f"semgrep on {one.app}: {ratio}")
    if given.json is not None:
        given.json.write_text(json.dumps(msgspec.to_builtins(results), indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
