"""Class methods that are inherited, and functions of a class that its own methods name."""

from __future__ import annotations

from pathlib import Path

from python_app import app_of, filters, of_table, only

KEEPER = """
class Keeper:
    model = None

    @classmethod
    def one(cls, db, **by):
        return db.execute(select(cls.model).filter_by(**by)).scalar_one_or_none()

    @classmethod
    def kept(cls, db, **by):
        return cls.one(db, **by)

    @classmethod
    def remove(cls, db, id):
        db.execute(delete(cls.model).where(cls.model.id == id))
        db.commit()


class Notes(Keeper):
    model = Note

    @classmethod
    def remove(cls, db, id):
        return super().remove(db, id)


class Users(Keeper):
    model = User
"""


def test_a_class_method_asks_for_what_the_class_says_that_inherits_it(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        KEEPER
        + """
@app.get("/notes/{id}")
def note(id: int, db: Session = Depends(get_db)):
    return Notes.one(db, id=id)

@app.get("/users/{id}")
def user(id: int, db: Session = Depends(get_db)):
    return Users().kept(db, id=id)

@app.delete("/notes/{id}")
def remove(id: int, db: Session = Depends(get_db)):
    Notes.remove(db, id)
""",
    )
    assert filters(of_table(only(app, "GET /notes/{id}"), "notes", "select")[0]) == ["id = parsed.id"]
    assert filters(of_table(only(app, "GET /users/{id}"), "users", "select")[0]) == ["id = parsed.id"]
    assert filters(of_table(only(app, "DELETE /notes/{id}"), "notes", "delete")[0]) == ["id = parsed.id"]


def test_a_factory_whose_functions_depend_on_each_other_is_followed(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
class Notes:
    def __init__(self, db):
        self.db = db

    def select(self, id):
        return self.db.get(Note, id)

class Service:
    def __init__(self, notes):
        self.notes = notes

    def one(self, id):
        return self.notes.select(id)

class Factory:
    @staticmethod
    def notes(db: Annotated[Session, Depends(get_db)]) -> Notes:
        return Notes(db)

    @staticmethod
    def service(notes: Annotated[Notes, Depends(notes)]) -> Service:
        return Service(notes)

    @staticmethod
    def older(kept: Notes = Depends(notes)) -> Service:
        return Service(kept)

@app.get("/notes/{id}")
def note(id: int, service: Annotated[Service, Depends(Factory.service)]):
    return service.one(id)

@app.get("/older/{id}")
def older(id: int, service: Service = Depends(Factory.older)):
    return service.one(id)
""",
    )
    for subject in ("GET /notes/{id}", "GET /older/{id}"):
        assert filters(of_table(only(app, subject), "notes", "select")[0]) == ["id = parsed.id"]
        assert "get_db" in [one.name for one in only(app, subject).middleware]


def test_a_method_named_like_what_another_calls_is_not_meant(tmp_path: Path) -> None:
    app = app_of(
        tmp_path,
        """
class Notes:
    def select(self, db, ids: list[int]):
        return db.scalars(select(Note).where(Note.id.in_(ids))).all()

    def list(self, db):
        return db.scalars(select(Note).limit(5)).all()

@app.get("/notes")
def notes(db: Session = Depends(get_db)):
    return Notes().select(db, [1, 2])
""",
    )
    assert filters(of_table(only(app, "GET /notes"), "notes", "select")[0]) == ["id in list(1, 2)"]
