"""The gap that the README shows is what the tool says of the shop in `examples/`."""

from __future__ import annotations

from pathlib import Path

from roadworthy.audit import audit_folder

ROOT = Path(__file__).parents[2]


def test_the_gap_in_the_readme_is_told_so() -> None:
    shown = (ROOT / "README.md").read_text().split("```text\n", 1)[1].split("```", 1)[0].split("\n")
    told, place, command = (line.strip() for line in shown[:3])
    audit = audit_folder(ROOT / "examples" / "corner-shop", select=["malicious-input/broken-access"])
    gap = next(one for one in audit.gaps if one.id == command.rsplit(" ", 1)[1])
    assert told == f"1 {gap.severity} {gap.message} (proven)"
    assert place == f"{gap.locations[0].path}:{gap.locations[0].start_line}  {gap.subject}"
