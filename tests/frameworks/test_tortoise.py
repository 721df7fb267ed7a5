"""Tortoise: models, and queries that run when they are awaited."""

from __future__ import annotations

from pathlib import Path

import pytest
from app_text import written
from python_app import filters, only, writes

from roadworthy.app import App

SHOP = """
from enum import Enum

from fastapi import FastAPI
from pydantic import BaseModel
from tortoise import fields
from tortoise.expressions import F, Q
from tortoise.models import Model

app = FastAPI()


class State(str, Enum):
    OPEN = "open"
    PAID = "paid"


class Stamped(Model):
    id = fields.IntField(primary_key=True)
    made = fields.DatetimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Person(Stamped):
    email = fields.CharField(max_length=200, unique=True)

    class Meta:
        table = "people"


class Order(Stamped):
    owner = fields.ForeignKeyField("models.Person", related_name="orders", on_delete=fields.RESTRICT)
    state = fields.CharEnumField(State, default=State.OPEN)
    total = fields.DecimalField(max_digits=10, decimal_places=2)
    note = fields.TextField(null=True)

    class Meta:
        table = "orders"
        indexes = (("state", "made"),)


class Ordered(BaseModel):
    owner_id: int
    total: float


@app.get("/orders")
async def orders(owner: int, q: str = ""):
    return await Order.filter(owner_id=owner).filter(Q(note__icontains=q)).order_by("-made").limit(20)


@app.get("/orders/{order_id}")
async def order(order_id: int):
    return await Order.get_or_none(id=order_id).prefetch_related("owner")


@app.post("/orders")
async def create(ordered: Ordered):
    return await Order.create(**ordered.model_dump())


@app.put("/orders/{order_id}")
async def pay(order_id: int):
    order = await Order.get(id=order_id)
    order.state = State.PAID
    await order.save()


@app.patch("/orders/{order_id}")
async def raised(order_id: int):
    await Order.filter(id=order_id).update(total=F("total") + 1)


@app.delete("/orders/{order_id}")
async def drop(order_id: int):
    await Order.filter(id=order_id).delete()
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> App:
    return written(tmp_path_factory.mktemp("shop"), {"main.py": SHOP})


def test_models_are_tables(shop: App) -> None:
    assert {table.name for table in shop.tables} == {"people", "orders"} and "tortoise" in shop.stacks
    people, orders = shop.table("people"), shop.table("orders")
    assert people is not None and orders is not None
    assert people.is_unique({"email"}) and people.primary_key == ("id",)
    columns = {column.name: column for column in orders.columns}
    assert (
        columns["owner_id"].references is not None and columns["owner_id"].references.on_delete == "restrict"
    )
    assert columns["state"].values == ("open", "paid") and columns["note"].nullable
    assert [index.columns for index in orders.indexes] == [("state", "made")]


def test_a_query_runs_when_it_is_awaited(shop: App) -> None:
    (query,) = only(shop, "GET /orders").queries
    assert [(f.column, f.operator) for f in query.filters] == [("owner_id", "="), ("note", "ilike")]
    assert query.order == (("made", True),) and query.limit is not None
    read = next(q for q in only(shop, "GET /orders/{order_id}").queries if q.table == "orders")
    assert (read.one, filters(read)) == (True, ["id = parsed.order_id"])


def test_rows_are_made_changed_and_deleted(shop: App) -> None:
    (created,) = only(shop, "POST /orders").queries
    assert created.operation == "insert" and created.library == "tortoise"
    saved = only(shop, "PUT /orders/{order_id}").queries[-1]
    assert saved.operation == "update" and set(writes(saved)) == {"state"}
    (raised,) = only(shop, "PATCH /orders/{order_id}").queries
    assert [(w.column, w.arithmetic) for w in raised.writes] == [("total", True)]
    assert [q.operation for q in only(shop, "DELETE /orders/{order_id}").queries] == ["delete"]


def test_a_schema_made_of_a_model_names_its_fields(tmp_path: Path) -> None:
    source = """
    from fastapi import FastAPI
    from tortoise import fields
    from tortoise.contrib.pydantic import pydantic_model_creator
    from tortoise.models import Model

    app = FastAPI()

    class Person(Model):
        id = fields.IntField(pk=True)
        name = fields.CharField(max_length=50)
        password_hash = fields.CharField(max_length=128)

    PersonOut = pydantic_model_creator(Person, exclude=("password_hash",))
    PersonIn = pydantic_model_creator(Person, name="PersonIn", exclude_readonly=True)

    @app.get("/people", response_model=list[PersonOut])
    async def people():
        return await PersonOut.from_queryset(Person.all().limit(20))

    @app.post("/people", response_model=PersonOut)
    async def add(person: PersonIn):
        return await Person.create(**person.model_dump(exclude_unset=True))
    """
    app = written(tmp_path, {"main.py": source})
    (created,) = only(app, "POST /people").queries
    assert set(writes(created)) == {"name", "password_hash"}
    answers = [answer.body for answer in only(app, "GET /people").answers if answer.status == 200]
    assert answers and "password_hash" not in str(answers)
