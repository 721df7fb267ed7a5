"""`python -m tools.real_app REPORT.json`: a hardened app's gaps as the table of docs/real-apps.md.

The report is that of `roadworthy harden --format json`. Real apps' code is not ours, so that the tests cannot make this
page again; what it says is what the report said.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any


def main() -> None:
    """Prints the counts and the table."""
    report = json.loads(Path(sys.argv[1]).read_text())
    gaps = report["gaps"]
    print(", ".join(f"{count} {state}" for state, count in sorted(Counter(g["state"] for g in gaps).items())))
    print("\n| pattern | subject | before | became | what was seen |\n|---|---|---|---|---|")
    for gap in gaps:
        print(f"| {' | '.join(cell.replace('|', '/') for cell in row(gap))} |")


def row(gap: dict[str, Any]) -> list[str]:
    """One gap: the state before the repair, what became of it, and the sentence that its reproduction ended with."""
    before = gap.get("before") or gap.get("reproduction") or {}
    fix = gap.get("fix") or {}
    became = gap["state"] if gap["state"] in ("fixed", "fix-failed") else fix.get("outcome", "")
    reason = f"; {fix['reason']}" if fix.get("reason") and gap["state"] != "fixed" else ""
    seen = before.get("observed", "")
    told = " ".join((seen + reason).split())[:240].replace("<", "&lt;")
    return [gap["pattern"], f"`{gap['subject']}`", before.get("state", gap["state"]), became, told]


if __name__ == "__main__":
    main()
