"""SQLAlchemy: tables as models declare them, in every style."""

from __future__ import annotations

from pathlib import Path

import pytest
from python_app import app_of

from roadworthy.app import Table


def _table(folder: Path, name: str, models: str) -> Table:
    app = app_of(folder, "", extra=models)
    table = app.table(name)
    assert table is not None, [t.name for t in app.tables]
    return table


def _shown(table: Table) -> dict[str, str]:
    return {
        c.name: " ".join(
            word
            for word in (
                c.type,
                "" if c.nullable else "required",
                "key" if c.primary else "",
                "unique" if c.unique else "",
                f"= {c.default}" if c.default else "",
                f"-> {c.references.table}.{c.references.column} {c.references.on_delete}".strip()
                if c.references
                else "",
            )
            if word
        )
        for c in table.columns
    }


def test_annotations_give_type_and_nullability(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "orders",
        """
        import enum, uuid
        from datetime import datetime
        from decimal import Decimal
        from typing import Annotated, Optional
        from sqlalchemy import DateTime, Enum, ForeignKey, Float, JSON, Numeric, String, Text, func
        from sqlalchemy.dialects.postgresql import JSONB, UUID
        from sqlalchemy.orm import Mapped, mapped_column, relationship
        from database import Base

        class State(enum.Enum):
            OPEN = "open"
            DONE = "done"

        key = Annotated[int, mapped_column(primary_key=True)]

        class Stamped:
            created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())

        class Order(Stamped, Base):
            __tablename__ = "orders"
            id: Mapped[key]
            code: Mapped[str] = mapped_column(String(80), unique=True)
            note: Mapped[Optional[str]]
            total: Mapped[Decimal] = mapped_column(Numeric(10, 2))
            weight: Mapped[float] = mapped_column(Float, default=0)
            state: Mapped[State] = mapped_column(Enum(State, name="order_state"), default=State.OPEN)
            extra: Mapped[dict | None] = mapped_column(JSONB)
            user_id: Mapped[int] = mapped_column("customer", ForeignKey("users.id", ondelete="CASCADE"), index=True)
            user: Mapped["User"] = relationship()
        """,
    )
    assert _shown(table) == {
        "created_at": "timestamptz required = now()",
        "id": "integer required key = generated",
        "code": "varchar(80) required unique",
        "note": "varchar",
        "total": "numeric(10,2) required",
        "weight": "double precision required = 0",
        "state": "enum:order_state required = 'open'",
        "extra": "jsonb",
        "customer": "integer required -> users.id cascade",
    }
    assert table.column("state").values == ("open", "done")  # type: ignore[union-attr]
    assert table.column("user_id").name == "customer"  # type: ignore[union-attr]
    assert [i.columns for i in table.indexes] == [("customer",)]
    assert (table.symbol, table.library, table.primary_key) == ("Order", "sqlalchemy", ("id",))


def test_columns_of_1_4(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "things",
        """
        from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, String
        from sqlalchemy import UniqueConstraint
        from sqlalchemy.ext.declarative import declarative_base
        from sqlalchemy.orm import relationship

        Base = declarative_base()

        class Thing(Base):
            __tablename__ = "things"
            __table_args__ = (
                UniqueConstraint("owner", "name", name="one_name"),
                CheckConstraint("size > 0", name="size_positive"),
                Index("ix_name", "name", "size", postgresql_where="active"),
                {"schema": "public"},
            )
            id = Column(Integer, primary_key=True, index=True)
            owner = Column(Integer, ForeignKey("users.id"), nullable=False)
            name = Column(String, index=True)
            size = Column(Integer, default=1)
            active = Column(Boolean, default=True)
            notes = relationship("Note")
        """,
    )
    assert _shown(table) == {
        "id": "integer required key = generated",
        "owner": "integer required -> users.id",
        "name": "varchar",
        "size": "integer = 1",
        "active": "boolean = True",
    }
    assert table.checks == ("size > 0",)
    assert table.is_unique({"owner", "name"}) and not table.is_unique({"owner"})
    assert table.indexed("name") and not table.indexed("size")
    assert [i.where for i in table.indexes if i.name == "ix_name"] == ["active"]


@pytest.mark.parametrize("package", ["sqlalchemy.orm", "sqlalchemy.ext.declarative"])
def test_a_base_that_a_decorator_makes(tmp_path: Path, package: str) -> None:
    table = _table(
        tmp_path,
        "thing",
        f"""
        from typing import Any
        from sqlalchemy import Column, Integer, String
        from {package} import as_declarative, declared_attr

        @as_declarative()
        class Base:
            id: Any
            __name__: str

            @declared_attr
            def __tablename__(cls) -> str:
                return cls.__name__.lower()

        class Thing(Base):
            id = Column(Integer, primary_key=True)
            name = Column(String, nullable=False)
        """,
    )
    assert _shown(table) == {"id": "integer required key = generated", "name": "varchar required"}


def test_core_tables(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "logs",
        """
        from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, UniqueConstraint

        metadata = MetaData()
        logs = Table("logs", metadata, Column("id", BigInteger, primary_key=True), Column("name", String(20)),
                     Column("n", Integer, nullable=False), UniqueConstraint("name"))
        Index("ix_n", logs.c.n)
        """,
    )
    assert _shown(table) == {
        "id": "bigint required key = generated",
        "name": "varchar(20) unique",
        "n": "integer required",
    }
    assert (table.symbol, table.indexed("n")) == ("logs", True)


def test_sqlmodel(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "hero",
        """
        from typing import Optional
        from sqlmodel import Field, Relationship, SQLModel

        class HeroBase(SQLModel):
            name: str = Field(index=True, max_length=40)
            age: Optional[int] = None

        class Hero(HeroBase, table=True):
            id: Optional[int] = Field(default=None, primary_key=True)
            team_id: Optional[int] = Field(default=None, foreign_key="team.id", ondelete="SET NULL")
            team: Optional["Team"] = Relationship(back_populates="heroes")
        """,
    )
    assert _shown(table) == {
        "name": "varchar(40) required",
        "age": "integer",
        "id": "integer required key = generated",
        "team_id": "integer -> team.id set null",
    }
    assert table.indexed("name")


@pytest.mark.parametrize("declared", ["__abstract__ = True", ""])
def test_a_base_without_a_table_is_none(tmp_path: Path, declared: str) -> None:
    body = declared or "pass"
    app = app_of(tmp_path, "", extra=f"from database import Base\n\nclass Shared(Base):\n    {body}\n")
    assert [t.name for t in app.tables] == ["notes", "users"]


def test_composite_keys(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "members",
        """
        from sqlalchemy import PrimaryKeyConstraint
        from sqlalchemy.orm import Mapped, mapped_column
        from database import Base

        class Member(Base):
            __tablename__ = "members"
            __table_args__ = (PrimaryKeyConstraint("club", "person"),)
            club: Mapped[int]
            person: Mapped[int]
        """,
    )
    assert table.primary_key == ("club", "person")
    assert table.is_unique({"club", "person"}) and not table.is_unique({"club"})


def test_an_enumeration_is_stored_by_the_names_of_its_members(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "posts",
        """
        import enum
        from sqlalchemy import Column, Enum, Integer
        from sqlalchemy.orm import Mapped, mapped_column
        from database import Base


        class State(str, enum.Enum):
            IN_WORK = "in work"
            OUT = "out"


        class Post(Base):
            __tablename__ = "posts"
            id = Column(Integer, primary_key=True)
            state = Column(Enum(State), nullable=False)
            earlier = Column(Enum(State, values_callable=lambda kind: [one.value for one in kind]))
            kind = Column(Enum("news", "story", name="kind"))
            later: Mapped[State] = mapped_column()
        """,
    )
    assert {c.name: (c.values, c.stored) for c in table.columns if c.values} == {
        "state": (("in work", "out"), ("IN_WORK", "OUT")),
        "earlier": (("in work", "out"), ()),
        "kind": (("news", "story"), ()),
        "later": (("in work", "out"), ("IN_WORK", "OUT")),
    }


def test_people_of_fastapi_users_have_the_columns_that_the_library_brings(tmp_path: Path) -> None:
    table = _table(
        tmp_path,
        "user",
        """
        from fastapi_users.db import SQLAlchemyBaseUserTableUUID
        from sqlalchemy import String
        from sqlalchemy.orm import Mapped, mapped_column
        from database import Base


        class User(SQLAlchemyBaseUserTableUUID, Base):
            nickname: Mapped[str] = mapped_column(String(80))
        """,
    )
    shown = _shown(table)
    assert shown["id"] == "uuid required key"
    assert shown["email"] == "varchar(320) required unique"
    assert {"hashed_password", "is_active", "is_superuser", "is_verified", "nickname"} <= shown.keys()


def test_people_of_flask_security_have_the_columns_that_the_library_brings(tmp_path: Path) -> None:
    code = """
    from flask import Flask
    from flask_security.models import fsqla_v3 as fsqla
    from flask_sqlalchemy import SQLAlchemy

    db = SQLAlchemy(Flask(__name__))
    fsqla.FsModels.set_db_info(db)


    class Role(db.Model, fsqla.FsRoleMixin):
        pass


    class User(db.Model, fsqla.FsUserMixin):
        nickname = db.Column(db.String(80))
    """
    shown = _shown(_table(tmp_path, "user", code))
    assert shown["id"] == "integer required key"
    assert shown["email"] == "varchar(255) required unique"
    assert {"password", "fs_uniquifier", "nickname"} <= shown.keys()
    assert _shown(_table(tmp_path, "role", code))["name"] == "varchar(80) required unique"


TYPED_BASE = """
from typing import TYPE_CHECKING
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
if TYPE_CHECKING:
    from flask_sqlalchemy.model import Model
    Base = Model
else:
    Base = db.Model

class Shelf(Base):
    __tablename__ = "shelves"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(60), nullable=False)
"""


def test_what_is_said_for_the_type_checker_is_not_the_base_that_runs(tmp_path: Path) -> None:
    assert _shown(_table(tmp_path, "shelves", TYPED_BASE)) == {
        "id": "integer required key = generated",
        "name": "varchar(60) required",
    }
