"""The one harness: what every case of every pattern must show.

A case is a folder `cases/<gap|clear>_<stack>[_<name>]` of a pattern's room. Its `case.toml` names the base app (`stack`) and
the subject; its other files are laid over that base. A gap case goes the whole way:

    the gap is found → its reproduction fails → the repair is applied → the gap is gone and the
    reproduction passes → a second repair changes nothing → the normal flow still works →
    undo → the files are as before and the reproduction fails again (run again for the cases of `make test`)

A reproduction that can be had as a test for the app's own repository is run as one as well: it fails and passes alike.

Where a pattern's fix is a brief for people, the case brings the repair itself: its folder `repaired/` holds the files as a
person would leave them and is laid over in place of the fix. The case then shows the experiment, not a fix.

A case about what was committed once brings the files of an earlier commit in its folder `before/`: they are committed first, and
what the case itself does not have is gone again in the next commit.

A clear case, the near miss beside it, stays silent. The harness enforces this; no author can forget it.
"""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from roadworthy.audit import Audit, AuditedGap, audit_folder
from roadworthy.catalogue import Room, load_rooms
from roadworthy.edits import Brief, Edits
from roadworthy.edits.apply import apply_edits
from roadworthy.proof import Reproduction
from roadworthy.proof.doors import plan_trial
from roadworthy.proof.running import reproduce
from roadworthy.proof.standalone import standalone_test
from roadworthy.trial import Trial, open_trial
from roadworthy.trial.boot_plan import BootPlan
from tests.patterns.flow import play

BASES = Path(__file__).parents[1] / "bases"
ABOUT = "case.toml"
REPAIRED = "repaired"
BEFORE = "before"


class CaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`case.toml`. `subject` is what the gap is reported on; of a clear case, what must not be reported. `without` are files
    of the base app that the case's app does not have; `severity` is the gap's, where the case is about how grave it is."""

    stack: str
    why: str
    subject: str = ""
    severity: str = ""
    runnable: bool = False
    without: tuple[str, ...] = ()


class Case(msgspec.Struct, frozen=True):
    """One case of one pattern."""

    room: Room
    folder: Path
    about: CaseFile

    @property
    def is_gap(self) -> bool:
        return self.folder.name.startswith("gap_")

    @property
    def repaired_by_hand(self) -> bool:
        """Whether the case brings its repair, because the pattern's fix is a brief here."""
        return (self.folder / REPAIRED).is_dir()

    def __str__(self) -> str:
        return f"{self.room.id}/{self.folder.name}"


def cases() -> list[Case]:
    """Every case of every room."""
    found = []
    for room in load_rooms():
        for file in sorted((room.folder / "cases").glob(f"*/{ABOUT}")):
            about = msgspec.convert(tomllib.loads(file.read_text()), CaseFile)
            found.append(Case(room, file.parent, about))
    return found


class Bench:
    """A case's app laid out in a folder of its own, with the steps of the way as methods."""

    def __init__(self, case: Case, folder: Path) -> None:
        self.case, self.folder = case, folder
        folder.mkdir(parents=True)
        self._git("init", "--quiet")
        if (case.folder / BEFORE).is_dir():
            shutil.copytree(case.folder / BEFORE, folder, dirs_exist_ok=True)
            self._commit("what was there before")
            self._git("rm", "--quiet", "-r", ".")
        shutil.copytree(BASES / case.about.stack, folder, dirs_exist_ok=True)
        own = shutil.ignore_patterns(ABOUT, REPAIRED, BEFORE)
        shutil.copytree(case.folder, folder, dirs_exist_ok=True, ignore=own)
        for path in case.about.without:
            (folder / path).unlink()
        self._commit("the case")

    # --- finding ------------------------------------------------------------------------------------

    def audit(self) -> Audit:
        """The audit with this pattern alone; a fault of the pattern is a fault of the case."""
        audit = audit_folder(self.folder, select=[self.case.room.id])
        assert not audit.errors, audit.errors
        return audit

    def gap(self) -> AuditedGap | None:
        """The gap on the case's subject."""
        return next((gap for gap in self.audit().gaps if gap.subject == self.case.about.subject), None)

    # --- running ------------------------------------------------------------------------------------

    def plan(self) -> BootPlan:
        """How the app as it stands is started."""
        return plan_trial(self.audit().app, {})

    @contextmanager
    def trial(self) -> Iterator[Trial]:
        """The app as it stands, running."""
        with open_trial(self.folder, self.plan()) as trial:
            yield trial

    def reproduce(self, gap: AuditedGap, trial: Trial) -> Reproduction:
        """The gap's reproduction on the running app."""
        return reproduce(self.case.room.prove, gap.finding, trial, self.audit().app)

    def standalone(self, gap: AuditedGap, made: Reproduction, trial: Trial) -> tuple[int, str] | None:
        """The reproduction as the test that people get, run beside the app: its exit code and what it printed; None where
        the reproduction cannot be had as one."""
        shown = msgspec.structs.replace(gap, state="proven", reproduction=made)
        test = standalone_test(self.audit().app, shown, "test")
        if test is None:
            return None
        trial.reset()
        place = trial.file(f"{trial.plan.cwd}/{test.name}")
        place.write_text(test.text)
        # Python's tests need no runner of their own to be run, and the app may have none installed.
        module = test.name.removesuffix(".py")
        by_hand = (
            f"python -c 'import {module} as m; [t() for n, t in vars(m).items() if n.startswith(\"test_\")]'"
        )
        return trial.run(by_hand if test.name.endswith(".py") else f"node --test {test.name}", 90)

    def play_normal_flow(self, trial: Trial) -> list[str]:
        """What goes wrong with the base app's normal flow; empty when nothing does."""
        trial.reset()
        return play(trial, self.folder / "flow.toml")

    # --- repairing ----------------------------------------------------------------------------------

    def repair(self) -> None:
        """Applies the fix of the gap, or the repair that the case brings, and keeps it as a commit."""
        if self.case.repaired_by_hand:
            shutil.copytree(self.case.folder / REPAIRED, self.folder, dirs_exist_ok=True)
        else:
            apply_edits(self.folder, self._fix())
        self._commit("the repair")

    def _fix(self) -> Edits:
        gap = self.gap()
        assert gap is not None
        edits: Edits | Brief = self.case.room.fix(gap.finding, self.audit().app)
        assert not isinstance(edits, Brief), f"only a brief, and no {REPAIRED}/ in the case: {edits}"
        return edits

    def undo(self) -> None:
        """Takes the repair back, as a person would."""
        self._git("revert", "--no-edit", "HEAD")

    def files(self) -> dict[str, bytes]:
        """The app's files as git knows them."""
        listed = self._git("ls-files", "-z").split("\0")
        return {path: (self.folder / path).read_bytes() for path in listed if path}

    def _commit(self, message: str) -> None:
        self._git("add", "--all")
        self._git("commit", "--quiet", "--message", message)

    def _git(self, *arguments: str) -> str:
        identity = ("-c", "user.name=Roadworthy", "-c", "user.email=roadworthy@localhost")
        command = ["git", *identity, *arguments]
        return subprocess.run(command, cwd=self.folder, check=True, capture_output=True, text=True).stdout
