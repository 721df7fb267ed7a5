"""What every command on an app does around its own work: settings, audit, keeping the run, writing reports."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from roadworthy.cli.exit_code import exit_code
from roadworthy.cli.options import Earlier, Shared
from roadworthy.cli.outputs import Output, pair, write_all
from roadworthy.cli.progress import ProgressLines
from roadworthy.errors import RoadworthyError, UsageError
from roadworthy.settings import Settings, read_settings
from roadworthy.source.visible import visible

if TYPE_CHECKING:
    from roadworthy.audit import Audit
    from roadworthy.report.certificate import Certificate
    from roadworthy.report.record import Report


class Session:
    """One command on one app. Raises UsageError at once for options or settings that cannot be."""

    def __init__(self, command: str, root: Path, shared: Shared, earlier: Earlier | None = None) -> None:
        if not root.is_dir():
            what = "is a file" if root.exists() else "does not exist"
            raise UsageError(what, where=str(root), remedy="give the folder of an app")
        self.earlier = earlier or Earlier()
        if self.earlier.update and self.earlier.baseline is None:
            raise UsageError("--update-baseline has no file", remedy="name it with --baseline FILE")
        self.command = command
        self.root = root.resolve()
        self.shared = shared
        self.outputs: tuple[Output, ...] = pair(shared.formats, shared.outputs)
        self.settings = self._settings()
        self.progress = ProgressLines(wanted=shared.progress, quiet=shared.quiet)
        self._started = _now()

    def _settings(self) -> Settings:
        read = read_settings(self.root)
        return msgspec.structs.replace(
            read,
            select=self.shared.select or read.select,
            ignore=self.shared.ignore or read.ignore,
            fail_on=self.shared.fail_on or read.fail_on,
        )

    def audit(self) -> Audit:
        """Audits the app; accepted gaps and those of the baseline are marked, with `diff` only new ones stay."""
        from roadworthy.report.acceptance import accept

        found = accept(self._audit(self.root))
        if self.earlier.diff:
            found = self._new_since(found, self.earlier.diff)
        return self._against(found, self.earlier.baseline) if self.earlier.baseline is not None else found

    def _audit(self, root: Path) -> Audit:
        from roadworthy.audit import audit_folder

        return audit_folder(
            root,
            select=self.settings.select,
            ignore=self.settings.ignore,
            jobs=self.shared.jobs,
            details=self.command != "audit",
            progress=self.progress,
        )

    def _new_since(self, found: Audit, base: str) -> Audit:
        from roadworthy.cli.earlier import earlier_state
        from roadworthy.report.baseline import only_new

        with earlier_state(self.root, base) as before:
            # An app that was not there yet had no gaps.
            return only_new(found, self._audit(before)) if before.is_dir() else found

    def _against(self, found: Audit, path: Path) -> Audit:
        from roadworthy.report.baseline import read_baseline, without_known, write_baseline

        if self.earlier.update:
            number = write_baseline(path, found)
            self.warn(f"{number} gaps written to {path}")
        return without_known(found, read_baseline(path), path)

    def finish(self, audit: Audit, certificate: Certificate | None = None) -> int:
        """Keeps the run, writes the reports; the exit code."""
        from roadworthy.report.commit import commit_of
        from roadworthy.report.data import make_report
        from roadworthy.report.record import RunInfo
        from roadworthy.report.version import version

        run = RunInfo(self.command, self._started, _now(), commit_of(self.root), version())
        report = make_report(audit, run, certificate)
        self.keep(report)
        return self.write(report)

    def write(self, report: Report) -> int:
        """Writes the reports; the exit code."""
        write_all(report, self.outputs, color=not self.shared.no_color and "NO_COLOR" not in os.environ)
        return exit_code(report, self.settings.fail_on)

    def keep(self, report: Report) -> None:
        """Keeps the run in the app's folder. A folder that cannot be written costs the history, not the report."""
        from roadworthy.store import open_store

        try:
            with open_store(self.root, self.warn) as store:
                store.save_run(report)
        except RoadworthyError as error:
            self.warn(str(error))

    def warn(self, line: str) -> None:
        """One line on standard error."""
        if not self.shared.quiet:
            print(f"roadworthy: {visible(line)}", file=sys.stderr)


def chosen_gaps(audit: Audit, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The ids asked for, else those of every gap that nobody accepted, in the audit's order.

    Raises UsageError for an id that the audit has not.
    """
    import difflib

    known = [gap.id for gap in audit.gaps]
    for identifier in wanted or ():
        if identifier not in known:
            near = difflib.get_close_matches(identifier, known, n=1, cutoff=0.6)
            remedy = f"did you mean {near[0]}?" if near else "`roadworthy audit --format json` lists the ids"
            raise UsageError(f"there is no gap '{identifier}'", remedy=remedy)
    if wanted:
        return tuple(identifier for identifier in known if identifier in set(wanted))
    return tuple(gap.id for gap in audit.gaps if gap.state != "accepted")


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
