"""A repair is written whole or not at all, and only inside the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadworthy.edits import Change, Edits, NewFile, Review
from roadworthy.edits.apply import apply_edits, changed
from roadworthy.errors import RepairRefused


def edits(*parts: Change | NewFile) -> Edits:
    return Edits(
        "Change something",
        "because",
        Review.GLANCE,
        changes=tuple(part for part in parts if isinstance(part, Change)),
        files=tuple(part for part in parts if isinstance(part, NewFile)),
    )


def test_offsets_count_the_bytes_of_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_text("const é = 1;\nconst b = 2;\n")
    paths = apply_edits(tmp_path, edits(Change("a.ts", 24, 25, "20"), Change("a.ts", 0, 0, "// first\n")))
    assert paths == ("a.ts",)
    assert (tmp_path / "a.ts").read_text() == "// first\nconst é = 1;\nconst b = 20;\n"


def test_crlf_files_keep_crlf(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_bytes(b"one\r\ntwo\r\n")
    apply_edits(tmp_path, edits(Change("a.ts", 5, 5, "between\nthem\n")))
    assert (tmp_path / "a.ts").read_bytes() == b"one\r\nbetween\r\nthem\r\ntwo\r\n"


def test_a_file_with_both_line_ends_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.ts").write_bytes(b"one\r\ntwo\n")
    apply_edits(tmp_path, edits(Change("a.ts", 5, 5, "x\n")))
    assert (tmp_path / "a.ts").read_bytes() == b"one\r\nx\ntwo\n"


def test_new_files_come_with_their_folders_and_may_be_there_already(tmp_path: Path) -> None:
    wanted = edits(NewFile("server/limits.ts", "export {};\n"))
    assert apply_edits(tmp_path, wanted) == ("server/limits.ts",)
    assert apply_edits(tmp_path, wanted) == ()


REFUSED = [
    ((Change("a.ts", 0, 3, "x"), Change("a.ts", 2, 4, "y")), "overlap"),
    ((Change("a.ts", 0, 3, "x"), Change("a.ts", 0, 3, "y")), "overlap"),
    ((Change("a.ts", 0, 3, "x"), Change("a.ts", 1, 1, "y")), "overlap"),
    ((Change("a.ts", 5, 99, ""),), "lie outside"),
    ((Change("a.ts", 4, 2, ""),), "lie outside"),
    ((Change("é.ts", 1, 2, ""),), "inside a character"),
    ((Change("missing.ts", 0, 0, "x"),), "does not exist"),
    ((NewFile("a.ts", "other"),), "exists already"),
    ((NewFile("folder", "text"),), "is a folder"),
    ((NewFile("a.ts/inner.ts", "text"),), "is a file"),
    ((NewFile("../outside.ts", "text"),), "inside the app"),
    ((NewFile("/etc/outside.ts", "text"),), "inside the app"),
    ((NewFile("folder/../a2.ts", "text"),), "inside the app"),
    ((NewFile("folder\\x.ts", "text"),), "inside the app"),
    ((NewFile("", "text"),), "inside the app"),
    ((NewFile(".git/hooks/post-commit", "text"),), "not part of"),
    ((NewFile("folder/.GIT/config", "text"),), "not part of"),
    ((NewFile("out/x.ts", "text"),), "through the link"),
    ((Change("linked.ts", 0, 0, "x"),), "through the link"),
]


@pytest.mark.parametrize(("parts", "reason"), REFUSED)
def test_nothing_is_written_when_anything_is_wrong(
    tmp_path: Path, parts: tuple[Change | NewFile, ...], reason: str
) -> None:
    root = tmp_path / "app"
    (root / "folder").mkdir(parents=True)
    (root / "a.ts").write_text("const a = 1;\n")
    (root / "é.ts").write_text("é\n")
    (root / "out").symlink_to(tmp_path)
    (tmp_path / "elsewhere.ts").write_text("theirs")
    (root / "linked.ts").symlink_to(tmp_path / "elsewhere.ts")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(RepairRefused, match=reason) as refused:
        apply_edits(root, edits(NewFile("good.ts", "fine\n"), *parts))
    assert "\n" not in str(refused.value)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_the_same_replacement_twice_is_made_once_and_insertions_keep_their_order() -> None:
    replace = Change("", 0, 1, "z")
    assert changed(b"abc", [replace, replace]) == b"zbc"
    assert changed(b"abc", [Change("", 1, 1, "1"), Change("", 1, 1, "2")]) == b"a12bc"
    assert changed(b"abc", [Change("", 1, 2, "-"), Change("", 1, 1, "("), Change("", 2, 2, ")")]) == b"a(-)c"


# --- properties ------------------------------------------------------------------------------------------

texts = st.text(alphabet="abé€😀 {}();\n", max_size=60)


@st.composite
def files_with_changes(draw: st.DrawFn) -> tuple[bytes, list[Change]]:
    """A file and changes of it that do not touch each other, in order."""
    crlf = draw(st.booleans())
    pieces = draw(st.lists(texts, min_size=1, max_size=8))
    content, changes = "", []
    for number, piece in enumerate(pieces):
        start = len(content.encode())
        content += piece
        if number % 2 and (piece or draw(st.booleans())):
            changes.append((start, piece, draw(texts)))
        content += "|"
    if not crlf:
        return content.encode(), [Change("", s, s + len(p.encode()), text) for s, p, text in changes]
    # Kept a CR LF file throughout by a first line that no change touches.
    whole = ("\n" + content).replace("\n", "\r\n").encode()

    def offset(plain: int) -> int:
        return 2 + plain + content.encode()[:plain].count(b"\n")

    moved = [Change("", offset(s), offset(s + len(p.encode())), text) for s, p, text in changes]
    return whole, moved


@given(files_with_changes())
def test_applying_and_reverting_gives_the_same_bytes(example: tuple[bytes, list[Change]]) -> None:
    content, changes = example
    after, inverse, moved = changed(content, changes), [], 0
    crlf = b"\r\n" in content
    for change in changes:
        size = len(change.text.replace("\n", "\r\n" if crlf else "\n").encode())
        start = change.start + moved
        inverse.append(Change("", start, start + size, content[change.start : change.end].decode()))
        moved += size - (change.end - change.start)
    assert changed(after, inverse) == content


@given(files_with_changes(), st.randoms())
def test_the_order_of_separate_changes_does_not_matter(
    example: tuple[bytes, list[Change]], random: object
) -> None:
    content, changes = example
    shuffled = list(changes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert changed(content, shuffled) == changed(content, changes)


@given(files_with_changes())
def test_what_no_change_touches_stays(example: tuple[bytes, list[Change]]) -> None:
    content, changes = example
    after = changed(content, changes)
    first, last = (changes[0].start, changes[-1].end) if changes else (len(content), 0)
    assert after.startswith(content[:first])
    assert after.endswith(content[last:]) or not changes
