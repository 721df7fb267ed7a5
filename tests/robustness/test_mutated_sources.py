"""Code that somebody is in the middle of writing: whatever it says, the audit ends and no pattern fails."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from roadworthy.audit import audit_folder

EXAMPLES = Path(__file__).parents[2] / "examples"
SUFFIXES = (".ts", ".tsx", ".py")
# Where a change is made, and what it is; places count from the start of a file and go round at its end.
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("delete", "repeat", "swap", "halve", "borrow")),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module", params=["corner-shop", "book-club"])
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mutated") / request.param
    unwanted = shutil.ignore_patterns("node_modules", ".roadworthy", "dist", "__pycache__")
    return Path(shutil.copytree(EXAMPLES / request.param, folder, ignore=unwanted))


@given(st.integers(0, 10_000), CHANGES)
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    # The failing source is shown as it is: making it smaller takes an audit for each try.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_pattern_fails(app: Path, number: int, changes: list[tuple[str, int, int]]) -> None:
    files = sorted(path for path in app.rglob("*") if path.suffix in SUFFIXES)
    chosen = files[number % len(files)]
    text = chosen.read_text()
    try:
        chosen.write_text("\n".join(changed(text.split("\n"), changes)))
        audit = audit_folder(app)
        assert audit.errors == ()
        assert not [hole for hole in audit.unknown if "failed" in hole.reason or "crashed" in hole.reason]
    finally:
        chosen.write_text(text)


def changed(lines: list[str], changes: list[tuple[str, int, int]]) -> list[str]:
    for what, one, two in changes:
        here, there = one % (len(lines) or 1), two % (len(lines) or 1)
        if not lines:
            return [""]
        if what == "delete":
            del lines[here : here + 1 + two % 8]
        elif what == "repeat":
            lines.insert(there, lines[here])
        elif what == "swap":
            lines[here], lines[there] = lines[there], lines[here]
        elif what == "halve":
            lines[here] = lines[here][: two % (len(lines[here]) + 1)]
        else:
            lines[here] = lines[there].strip() + lines[here]
    return lines
