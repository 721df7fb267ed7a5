"""Writes the generated pages: `python -m tools.write_docs` from the project's folder, or `make docs`."""

from __future__ import annotations

from pathlib import Path

from roadworthy.catalogue import load_rooms
from tests.patterns.harness import cases
from tools.coverage import coverage_page
from tools.pattern_pages import index_page, pattern_page
from tools.report_schema import report_schema

DOCS = Path(__file__).parents[1] / "docs"


def generated_pages() -> dict[str, str]:
    """Path in docs/ to text, of every page that is made and not written."""
    rooms, known = load_rooms(), cases()
    pages = {
        "coverage.md": coverage_page(known, [room.id for room in rooms]),
        "patterns/README.md": index_page(rooms),
        "report.schema.json": report_schema(),
    }
    for room in rooms:
        pages[f"patterns/{room.id}.md"] = pattern_page(
            room, [case for case in known if case.room.id == room.id]
        )
    return pages


def present_pages(docs: Path) -> dict[str, str]:
    """The same, as it stands on disk; pages of patterns that are gone are among them."""
    files = [docs / "coverage.md", docs / "report.schema.json", *sorted((docs / "patterns").rglob("*.md"))]
    return {
        path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8")
        for path in files
        if path.is_file()
    }


def main() -> None:
    """Makes docs/ hold exactly what is generated now."""
    pages = generated_pages()
    for stale in present_pages(DOCS).keys() - pages.keys():
        (DOCS / stale).unlink()
    for path, text in pages.items():
        (DOCS / path).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / path).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(pages)} pages in docs/")


if __name__ == "__main__":
    main()
