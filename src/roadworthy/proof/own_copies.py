"""Finding the copy that a project's own backup made, and telling what kind of file it is."""

from __future__ import annotations

import re
import shlex
import time

from msgspec import Struct

from roadworthy.errors import TrialUnavailable
from roadworthy.proof.experiment import Experiment
from roadworthy.proof.own_recovery import FOLDER, Procedure, run_lines
from roadworthy.regex import regex
from roadworthy.trial.install import INSIDE_APP

SAVE_SECONDS = 60.0
_MARK = "/tmp/roadworthy-before"
_NOT_FOUND = 127
_COPY = regex(
    r"\.(dump|sql|backup|bak|tar|pgdump|custom|db|sqlite3?)(\.(gz|bz2|xz|zst))?$|back-?up|dump", re.I
)

_SAID = regex(r"\.(log|md|txt|lock|pid|json|sh|py|ts|js)$", re.I)


class Copy(Struct, frozen=True):
    """A file inside the sandbox and when it was whole (monotonic seconds)."""

    path: str
    size: int
    made: float


def make_copy(experiment: Experiment, procedure: Procedure) -> Copy:
    """Runs the project's own backup and finds what it wrote. Raises TrialUnavailable with the reason when it does not run
    here or wrote nothing that could be found."""
    if procedure.needs:
        raise TrialUnavailable(f"{procedure.place} needs {procedure.needs}, which a trial does not have")
    trial = experiment.trial
    trial.run(f"touch {_MARK}; sleep 0.02", 10)
    code, output, last = run_lines(trial, procedure, SAVE_SECONDS)
    made = time.monotonic()
    line = " && ".join(procedure.lines)
    experiment.note("act", f"{procedure.place}: the project's own backup", line, f"exit code {code} {last}")
    if code == _NOT_FOUND:
        raise TrialUnavailable(f"{procedure.place} needs a program that is not on this machine: {last}")
    if code != 0:
        raise TrialUnavailable(f"{procedure.place} ended with {code} here: {last or 'it said nothing'}")
    found = _written(experiment, output, made)
    if found is None:
        raise TrialUnavailable(f"{procedure.place} ended well, and no copy of it was found in the trial")
    return found


def _written(experiment: Experiment, output: str, made: float) -> Copy | None:
    """The newest file of a copy's name in the usual places, else one that the script names."""
    named = [word for word in re.findall(r"/?[\w.-]+(?:/[\w.-]+)+", output) if _COPY.search(word)]
    places = " ".join([INSIDE_APP, '"$HOME"', "/tmp", *map(shlex.quote, named)])
    command = (
        f'cd {INSIDE_APP}; mkdir -p "{FOLDER}"; find {places} -name node_modules -prune -o -type f -newer {_MARK} -size +0 '
        "-printf '%T@ %s %p\\n' 2>/dev/null | sort -rn | head -50"
    )
    _, listed = experiment.trial.run(command, 20)
    for line in listed.splitlines():
        _, size, path = line.split(" ", 2)
        if _COPY.search(path.rpartition("/")[2]) and not _SAID.search(path):
            whole = path if path.startswith("/") else f"{INSIDE_APP}/{path}"
            experiment.note("observe", "the copy", f"ls -l {shlex.quote(whole)}", f"{size} bytes")
            return Copy(whole, int(size), made)
    return None
