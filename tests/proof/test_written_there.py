from __future__ import annotations

from pathlib import Path

from roadworthy.app import Location
from roadworthy.audit import audit_folder
from roadworthy.patterns.compliance.exposed_sensitive_data.written_there import (
    in_an_answer,
    written_there,
)


def test_a_place_is_known_by_the_words_that_it_writes_beside_the_values(tmp_path: Path) -> None:
    (tmp_path / "inspect_it.py").write_text(
        'import os\nprint(f"Database URL: {os.environ[\'DATABASE_URL\']}")\nprint(os.environ["KEY"])\n'
    )
    app = audit_folder(tmp_path).app
    assert "Database URL:" in written_there(app, [Location("inspect_it.py", 2, 2)])
    assert written_there(app, [Location("inspect_it.py", 3, 3)]) == ()


def test_an_answer_in_the_log_is_told_from_a_sentence_about_the_same_person() -> None:
    assert in_an_answer('GET /api/me 200 :: {"user":{"email":"ann@example.com"}}', "ann@example.com")
    assert in_an_answer("{'email': 'ann@example.com'}", "ann@example.com")
    assert not in_an_answer("[EMAIL] Verification code sent to ann@example.com", "ann@example.com")
