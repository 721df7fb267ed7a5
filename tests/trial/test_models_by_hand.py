"""A FastAPI app whose author made its tables once, by hand: nothing in its code does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from roadworthy.frameworks.build import build_app
from roadworthy.proof.doors import plan_trial
from roadworthy.trial import open_trial

BASE = Path(__file__).parents[1] / "bases" / "fastapi"
MAIN = """
import os
from fastapi import FastAPI
from sqlalchemy import create_engine, select, String
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

engine = create_engine("sqlite:///./shelves.db")
app = FastAPI()


class Base(DeclarativeBase):
    pass


class Shelf(Base):
    __tablename__ = "shelf"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))


@app.get("/shelves")
def shelves() -> list[str]:
    with Session(engine) as session:
        return [shelf.name for shelf in session.scalars(select(Shelf).limit(100))]
"""


@pytest.fixture(autouse=True, scope="session")
def cache() -> None:
    """The packages are those that the base's cases keep between runs."""


def plan_of(folder: Path, text: str) -> tuple[str, ...]:
    shutil.copy(BASE / "requirements.txt", folder)
    (folder / "main.py").write_text(text)
    return plan_trial(build_app(folder), {}).schema


@pytest.mark.trial
def test_the_tables_of_its_models_are_there(tmp_path: Path) -> None:
    assert plan_of(tmp_path, MAIN)
    with open_trial(tmp_path, plan_trial(build_app(tmp_path), {})) as trial:
        assert trial.send("anonymous", "GET", "/shelves").json() == []


def test_an_app_that_makes_its_tables_itself_is_left_alone(tmp_path: Path) -> None:
    assert not plan_of(tmp_path, f"{MAIN}\nBase.metadata.create_all(engine)\n")


def test_without_a_migration_alembic_has_nothing_to_apply(tmp_path: Path) -> None:
    (tmp_path / "alembic.ini").write_text("[alembic]\nscript_location = alembic\n")
    assert "model_tables.py" in plan_of(tmp_path, MAIN)[0]
    (tmp_path / "alembic" / "versions").mkdir(parents=True)
    (tmp_path / "alembic" / "versions" / "0001_shelf.py").write_text("revision = '0001'\n")
    assert plan_of(tmp_path, MAIN) == ("python -m alembic upgrade head",)
