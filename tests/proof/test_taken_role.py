"""The role that an endpoint asks for is taken by whoever came in with another."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import App
from roadworthy.proof.taken_role import take_role, wanted_role
from roadworthy.trial import Door, Doors, open_trial
from roadworthy.views.people.rights import administrator
from tests.frameworks.python_app import app_of
from tests.trial.small_app import plan, write_app

_MODELS = """
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column
from database import Base


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(20), unique=True)
    password: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))


class Company(Base):
    __tablename__ = "company_profiles"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    firm: Mapped[str] = mapped_column(String(80))


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
"""
_NOTES = """
@app.post("/notes")
def add(title: str, user: User = Depends(current_user), db: Session = Depends(get_db)):
    if user.role != "company":
        raise HTTPException(403)
    db.add(Note(title=title))
    db.commit()

@app.get("/notes")
def notes(user: User = Depends(current_user), db: Session = Depends(get_db)):
    return db.query(Note).limit(20).all()

@app.delete("/notes/{key}")
def remove(key: int, user: User = Depends(current_user), db: Session = Depends(get_db)):
    if user.role != "admin":
        raise HTTPException(403)
    db.query(Note).filter(Note.id == key).delete()
    db.commit()
"""
# The role stands in the session, as it was when that was opened.
_SERVER = """
database = sqlite3.connect("shop.db", check_same_thread=False, isolation_level=None)
database.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, phone TEXT NOT NULL, role TEXT NOT NULL)")
database.execute("CREATE TABLE company_profiles (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id), firm TEXT NOT NULL)")
sessions = {}

def post_register(request):
    database.execute("INSERT INTO users (phone, role) VALUES (?, 'employee')", (request.body["phone"],))
    return 201, {}, {}

def post_login(request):
    sid = "s%d" % (len(sessions) + 1)
    sessions[sid] = database.execute("SELECT role FROM users WHERE phone = ?", (request.body["phone"],)).fetchone()[0]
    return 200, {}, {"Set-Cookie": "sid=%s; Path=/" % sid}

def get_role(request):
    return 200, {"role": sessions[http.cookies.SimpleCookie(request.headers["cookie"])["sid"].value]}, {}
"""


@pytest.fixture
def notes(tmp_path: Path) -> App:
    folder = tmp_path / "notes"
    folder.mkdir()
    return app_of(folder, _NOTES, models=_MODELS)


def _asked(app: App, subject: str) -> tuple[str, str] | None:
    endpoint = next(one for one in app.endpoints if one.subject == subject)
    return wanted_role(app, endpoint, endpoint.queries[-1].facts)


def test_one_word_is_asked_for_that_is_no_administrator_s(notes: App) -> None:
    assert _asked(notes, "POST /notes") == ("role", "company")
    assert _asked(notes, "GET /notes") is None
    assert _asked(notes, "DELETE /notes/{key}") is None


_APPLICANTS = """
@app.post("/notes")
def add(title: str, user: User = Depends(current_user), db: Session = Depends(get_db)):
    if user.role != "employee":
        raise HTTPException(403)
    db.add(Note(title=title))
    db.commit()
"""


def test_those_whom_an_app_serves_are_no_administrators(tmp_path: Path) -> None:
    words = 'Enum("employee", "company", "admin", name="roles")'
    models = _MODELS.replace("import ForeignKey", "import Enum, ForeignKey").replace(
        "role: Mapped[str] = mapped_column(String(20))", f"role: Mapped[str] = mapped_column({words})"
    )
    assert administrator(app_of(tmp_path, _APPLICANTS, models=models)) == ("users", "role", "admin")


@pytest.mark.trial
def test_it_holds_in_the_session_until_the_trial_is_set_back(notes: App, tmp_path: Path) -> None:
    fields = {"phone": "phone"}
    doors = Doors(
        register=Door(method="POST", path="/register", fields=fields),
        login=Door(method="POST", path="/login", fields=fields),
    )
    server = write_app(tmp_path / "server", _SERVER)
    with open_trial(server, plan(database="sqlite", doors=doors, user_table="users")) as trial:
        assert take_role(notes, trial, "alice", ("role", "company"))
        assert trial.send("alice", "GET", "/role").json() == {"role": "company"}
        # What a registration as a company would have left.
        assert trial.database is not None and trial.database.count("company_profiles") == 1
        assert trial.send("bob", "GET", "/role").json() == {"role": "employee"}
        trial.reset()
        assert trial.send("alice", "GET", "/role").json() == {"role": "employee"}
        assert not take_role(notes, trial, "nobody", ("role", "company"))
