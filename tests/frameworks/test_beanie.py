"""Beanie: classes as collections, attributes as conditions, documents that store themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_text import written
from python_app import filters, only, writes

from roadworthy.app import App, Query

SHOP = """
import os
from datetime import datetime
from typing import Literal, Optional

from beanie import Document, Indexed, PydanticObjectId, init_beanie
from beanie.operators import In, Inc, Or, Set
from fastapi import FastAPI, HTTPException
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel

app = FastAPI()


class Line(Document):
    sku: str


class Person(Document):
    email: Indexed(str, unique=True)
    name: str = ""

    class Settings:
        name = "people"


class Order(Document):
    owner: str
    total: float
    state: Literal["open", "paid"] = "open"
    made: Optional[datetime] = None
    lines: list[dict] = []

    class Settings:
        name = "orders"
        indexes = ["owner", [("state", 1), ("made", -1)]]

    def is_paid(self):
        return self.state == "paid"


class Ordered(BaseModel):
    owner: str
    total: float


@app.on_event("startup")
async def begin():
    client = AsyncIOMotorClient(os.environ["MONGO_URL"])
    await init_beanie(database=client.shop, document_models=[Person, Order])


@app.get("/orders")
async def orders(owner: str, limit: int = 20):
    found = await Order.find(Order.owner == owner, Order.total >= 10).sort(-Order.made).limit(limit).to_list()
    return [{"total": one.total} for one in found]


@app.get("/people/count")
async def people():
    return {"all": await Person.find(Or(Person.name == "a", Person.email == "b")).count()}


@app.get("/orders/some")
async def some():
    return [one.total async for one in Order.find({"state": "paid"}, In(Order.owner, ["a", "b"]))]


@app.post("/orders")
async def add(body: Ordered):
    order = Order(**body.model_dump(), state="open")
    await order.insert()
    return {"id": str(order.id)}


@app.post("/orders/whole")
async def add_whole(order: Order):
    await order.insert()
    return {"total": order.total}


@app.put("/orders/{order_id}")
async def pay(order_id: PydanticObjectId):
    order = await Order.get(order_id)
    if order is None or order.is_paid():
        raise HTTPException(404)
    order.state = "paid"
    await order.save()
    return {"state": order.state}


@app.patch("/orders/{order_id}")
async def raise_total(order_id: str):
    order = await Order.find_one(Order.id == order_id)
    await order.set({"state": "open"})
    await order.update(Inc({Order.total: 1}))
    await Order.find(Order.owner == "x").update(Set({Order.state: "paid"}))
    return {}


@app.delete("/orders/{order_id}")
async def drop(order_id: str):
    order = await Order.get(order_id)
    await order.delete()
    await Order.find(Order.state == "open").delete()
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> App:
    folder: Path = tmp_path_factory.mktemp("shop")
    return written(folder, {"main.py": SHOP, "requirements.txt": "fastapi\nbeanie\nmotor\n"})


def test_a_class_that_is_opened_is_a_collection_with_its_fields_and_indexes(shop: App) -> None:
    assert {table.name for table in shop.tables} == {"people", "orders"}
    people, orders = shop.table("people"), shop.table("orders")
    assert people is not None and orders is not None
    assert people.is_unique({"email"})
    assert [index.columns for index in orders.indexes] == [("owner",), ("state", "made")]
    assert {column.name: column.type for column in orders.columns}["total"] == "double precision"


def test_attributes_make_conditions_orders_and_limits(shop: App) -> None:
    (query,) = queries(shop, "GET /orders")
    assert filters(query) == ["owner = query.owner", "total >= 10"]
    assert query.order == (("made", True),)
    assert query.limit is not None and not query.one


def test_a_search_may_mix_conditions_with_records_and_operators(shop: App) -> None:
    (some,), (counted,) = queries(shop, "GET /orders/some"), queries(shop, "GET /people/count")
    assert [(f.column, f.operator) for f in some.filters] == [("state", "="), ("owner", "in")]
    assert counted.columns == ("count(*)",)
    assert [f.column for f in counted.filters] == ["name", "email"] and len(list(counted.alternatives())) == 1


def test_a_new_document_is_stored_with_the_fields_of_the_model_it_was_made_of(shop: App) -> None:
    (query,), (whole,) = queries(shop, "POST /orders"), queries(shop, "POST /orders/whole")
    assert query.operation == whole.operation == "insert"
    assert set(writes(query)) == {"owner", "total", "state"}


def test_changed_fields_are_written_by_a_save_and_by_what_changes_at_once(shop: App) -> None:
    saved = [q for q in queries(shop, "PUT /orders/{order_id}") if q.operation == "update"]
    assert [writes(query) for query in saved] == [{"state": "'paid'"}]
    changes = [q for q in queries(shop, "PATCH /orders/{order_id}") if q.operation == "update"]
    assert [sorted(w.column for w in query.writes) for query in changes] == [["state"], ["total"], ["state"]]
    assert [any(w.arithmetic for w in query.writes) for query in changes] == [False, True, False]


def test_documents_and_searches_delete(shop: App) -> None:
    dropped = [q for q in queries(shop, "DELETE /orders/{order_id}") if q.operation == "delete"]
    assert [query.one for query in dropped] == [True, False]


SCHOOL = """
import os
from datetime import datetime, timezone

from beanie import Document, Indexed, Link, init_beanie
from fastapi import FastAPI
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import Field
from pymongo import MongoClient

app = FastAPI()


class Exam(Document):
    course: Link["Course"]
    at: datetime = Field(default_factory=lambda: datetime.now(timezone.utc))
    title: str = ""
    pages: list[str] = []


class Course(Document):
    title: Indexed(str, unique=True)

    class Settings:
        name = "courses"


def forget(title: str):
    MongoClient(os.environ["MONGO_URL"])["school"]["courses"].update_one({"title": title}, {"$set": {"open": False}})


@app.on_event("startup")
async def begin():
    forget("none")
    await init_beanie(database=AsyncIOMotorClient(os.environ["MONGO_URL"]).school, document_models=[Exam, Course])


@app.post("/exams/{exam_id}/pages")
async def add_page(exam_id: str, text: str):
    exam = await Exam.get(exam_id)
    exam.pages.append(text)
    await exam.save()


@app.get("/exams/{exam_id}")
async def read(exam_id: str, title: str):
    exam = await Exam.get(exam_id)
    shown = exam.model_dump()
    shown.update({"title": title})
    return shown
"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> App:
    folder: Path = tmp_path_factory.mktemp("school")
    return written(folder, {"main.py": SCHOOL, "requirements.txt": "fastapi\nbeanie\nmotor\n"})


def test_a_link_by_name_leads_to_the_class_that_comes_later(school: App) -> None:
    exams = school.table("Exam")
    course = exams.column("course") if exams is not None else None
    assert course is not None and course.references is not None and course.references.table == "courses"


def test_a_class_says_more_of_its_collection_than_who_asks_it_by_name(school: App) -> None:
    courses = school.table("courses")
    assert courses is not None and courses.is_unique({"title"})
    assert [column.type for column in courses.columns] == ["objectid", "varchar"]


def test_a_class_that_makes_its_keys_up_goes_by_text_and_so_do_links_to_it(tmp_path: Path) -> None:
    texts = SCHOOL.replace(
        "class Course(Document):\n", "class Course(Document):\n    id: str = Field(default_factory=name)\n"
    )
    app = written(tmp_path, {"main.py": texts, "requirements.txt": "fastapi\nbeanie\nmotor\n"})
    kinds = {table.name: {column.name: column.type for column in table.columns} for table in app.tables}
    assert kinds["courses"]["_id"] == kinds["Exam"]["course"] == "varchar"
    assert kinds["Exam"]["_id"] == "objectid"


def test_times_in_documents_are_moments(school: App) -> None:
    exams = school.table("Exam")
    at = exams.column("at") if exams is not None else None
    assert at is not None and at.type == "timestamptz"


def test_what_is_changed_in_a_dump_of_a_document_is_not_stored(school: App) -> None:
    assert [query.operation for query in queries(school, "GET /exams/{exam_id}")] == ["select"]


def test_what_is_put_into_a_list_of_a_document_is_stored_with_the_whole_list(school: App) -> None:
    saved = [q for q in queries(school, "POST /exams/{exam_id}/pages") if q.operation == "update"]
    assert [writes(query) for query in saved] == [{"pages": "concat(Exam.pages, query.text)"}]


def queries(app: App, subject: str) -> tuple[Query, ...]:
    return only(app, subject).queries


def test_a_document_beside_a_plain_model_stores_itself(tmp_path: Path) -> None:
    source = """
    from beanie import Document
    from fastapi import FastAPI
    from pydantic import BaseModel

    app = FastAPI()

    class WordBase(BaseModel):
        text: str

    class Word(WordBase, Document):
        pass

    @app.post("/words")
    async def add(word: WordBase):
        await Word(text=word.text).insert()
    """
    (query,) = only(written(tmp_path, {"main.py": source}), "POST /words").queries
    assert (query.operation, query.table, writes(query)) == ("insert", "Word", {"text": "parsed.text"})
