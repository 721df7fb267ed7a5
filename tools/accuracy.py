"""Keeps what a scoring of labelled apps printed: `python -m tools.accuracy SCORES.txt`, for docs/coverage.md.

The lines of a pattern read `dimension/name  recall 0.84 (  80/  95)  precision 0.92 (  82/  89)`.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from msgspec import Struct

MEASURED = Path(__file__).parents[1] / "docs" / "accuracy.json"
_LINE = re.compile(r"^(\S+/\S+) +recall +\S+ \( *(\d+)/ *(\d+)\) +precision +\S+ \( *(\d+)/ *(\d+)\)$", re.M)


class Measured(Struct, frozen=True):
    """Of one pattern over the labelled apps: labels found of all, reports that are right of all."""

    found: int
    labels: int
    right: int
    reported: int

    @property
    def cell(self) -> str:
        """Recall and precision with what they are made of."""
        return f"{self.found}/{self.labels} | {self.right}/{self.reported}"


def measured() -> dict[str, Measured]:
    """What was measured last, by pattern; empty when nothing was."""
    if not MEASURED.is_file():
        return {}
    return {name: Measured(*numbers) for name, numbers in json.loads(MEASURED.read_text()).items()}


def main() -> None:
    """Writes docs/accuracy.json."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    found = {
        name: [int(number) for number in numbers]
        for name, *numbers in _LINE.findall(text)
        if "__" not in name
    }
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(found[name])}" for name in sorted(found))
    MEASURED.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
