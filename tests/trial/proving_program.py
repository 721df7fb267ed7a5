"""Run as a program: proves the gaps of an app that fail in silence, with a second trial beside the first.

usage: proving_program.py APP NOTES      NOTES gets a line for each gap that the second trial proved; printed is each gap's state
"""

from __future__ import annotations

import sys
from pathlib import Path

from roadworthy.audit import AuditedGap, audit_folder
from roadworthy.proof.doors import plan_trial
from roadworthy.proof.running import prove_gaps, proved
from roadworthy.proof.second_trial import second_trial
from roadworthy.trial import Trial, open_trial


def main(root: Path, notes: Path) -> None:
    audit = audit_folder(root, select=["error-recovery/swallowed-errors"])
    plan = plan_trial(audit.app, {})

    def shown(gap: AuditedGap, trial: Trial) -> AuditedGap:
        found = proved(gap, trial, audit.app, None)
        with notes.open("a") as file:
            file.write(f"{gap.subject}\n")
        return found

    with second_trial(root, plan, audit.gaps, shown) as second, open_trial(root, plan) as trial:
        assert second is not None
        second.open(trial.base_url)
        assert second.ready(180)
        for gap in prove_gaps(audit.gaps, trial, audit.app, None, second):
            print(f"{gap.state} {gap.subject}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
