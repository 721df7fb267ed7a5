"""Values that an endpoint lets through: those that it compares a field with, and not what it does with the field to look at it."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.data.request_fields import let_through
from tests.frameworks.python_app import app_of, only

MAIN = """
import re


def is_address(text: str) -> bool:
    pattern = r"^[a-z]+@[a-z.]+$"
    return re.match(pattern, text) is not None


@app.post("/notes")
def add(kind: str = Form(...), mail: str = Form(...), db: Session = Depends(get_db)):
    if kind not in ("draft", "letter"):
        raise HTTPException(400, "No such kind")
    problems = []
    mail = mail.lower()
    if not mail:
        problems.append("Tell us your address")
    elif not is_address(mail):
        problems.append("No such address")
    elif db.query(User).filter(User.email == mail).first():
        problems.append("This address is taken")
    if problems:
        raise HTTPException(400, problems)
    db.add(Note(owner_id=1, body=mail + kind))
    db.commit()
"""


def test_a_pattern_is_no_value_of_the_field_that_it_is_matched_with(tmp_path: Path) -> None:
    endpoint = only(app_of(tmp_path, MAIN), "POST /notes")
    assert let_through(endpoint, ("kind",)) == ("draft", "letter")
    assert let_through(endpoint, ("mail",)) == ()
