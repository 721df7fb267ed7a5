"""Conditions of which one holds, `a or (b and c)`, are known with their ways in whatever form they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.app import Query
from roadworthy.views.data.growth import growth_of
from tests.frameworks import test_mongoose_and_mongodb as mongoose
from tests.frameworks import test_prisma as prisma
from tests.frameworks import test_sequelize as sequelize
from tests.frameworks import test_sql_drivers as drivers
from tests.frameworks.next_app import endpoint as next_endpoint
from tests.frameworks.next_app import understood as next_understood
from tests.frameworks.node_app import endpoint, understood
from tests.frameworks.python_app import app_of
from tests.frameworks.test_django_models import queries

HANDLER = 'app.post("/x", async (req, res) => {{ {} }});'
OF_PRISMA = {
    "or": "await prisma.post.findMany({ where: { likes: 1, OR: [{ title: 'a' }, { id: 3, price: 2 }] } });",
    "either": """const where = req.body.t ? { likes: 1, title: 'a' } : { likes: 1, id: 3, price: 2 };
        await prisma.post.findMany({ where });""",
    "later": """let where = { title: 'a' }; if (req.body.t) where = { id: 3, price: 2 };
        await prisma.post.findMany({ where });""",
    "spread": """const part = { ...(req.body.t ? { title: 'a' } : { id: 3, price: 2 }) };
        await prisma.post.findMany({ where: { likes: 1, ...part } });""",
}
OF_OTHERS = {
    mongoose: "await User.find({ likes: 1, $or: [{ title: 'a' }, { stock: 3, price: 2 }] });",
    sequelize: "await User.findAll({ where: { likes: 1, [Op.or]: [{ title: 'a' }, { stock: 3, price: 2 }] } });",
    drivers: "await pool.query(\"SELECT * FROM p WHERE likes = 1 AND (title = 'a' OR (stock = 3 AND price = 2))\");",
}


def ways(query: Query) -> list[list[str]]:
    (either,) = query.alternatives()
    return [[f"{item.column} {item.operator} {item.value}" for item in way] for way in either]


@pytest.mark.parametrize("form", OF_PRISMA)
def test_of_prisma(form: str, tmp_path: Path) -> None:
    app = prisma.app_of(tmp_path, HANDLER.format(OF_PRISMA[form]))
    (query,) = endpoint(app, "POST /x").queries
    assert sorted(ways(query)) == [["id = 3", "price = 2"], ["title = 'a'"]]


@pytest.mark.parametrize("library", OF_OTHERS, ids=lambda module: module.__name__.rsplit(".", 1)[-1])
def test_of_other_libraries(library, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    body = HANDLER.format(OF_OTHERS[library])
    if library is drivers:
        app = understood(tmp_path, {"index.js": drivers.HEAD + body})
    else:
        app = library.app_of(tmp_path, body)
    (query,) = endpoint(app, "POST /x").queries
    assert ways(query) == [["title = 'a'"], ["stock = 3", "price = 2"]]
    assert [item.column for item in query.filters if not item.optional] == ["likes"]


def test_of_sqlalchemy(tmp_path: Path) -> None:
    code = "db.query(Note).filter(or_(Note.body == 'a', and_(Note.id == 3, Note.likes == 2))).all()"
    app = app_of(tmp_path, f'@app.get("/x")\ndef x(db: Session = Depends(get_db)):\n    return {code}\n')
    (query,) = app.queries
    assert ways(query) == [["body = 'a'"], ["id = 3", "likes = 2"]]


def test_of_django(tmp_path: Path) -> None:
    (query,) = queries(
        tmp_path, "return JsonResponse(list(Book.objects.filter(Q(title='a') | Q(id=3, stock=2))))"
    )
    assert ways(query) == [["title = 'a'"], ["id = 3", "stock = 2"]]


def test_a_way_that_asks_for_nothing_leaves_no_either_or(tmp_path: Path) -> None:
    body = "const where = req.body.t ? { title: 'a' } : {}; await prisma.post.findMany({ where });"
    (query,) = endpoint(prisma.app_of(tmp_path, HANDLER.format(body)), "POST /x").queries
    assert query.alternatives() == [] and query.filters[0].optional


def test_a_list_of_either_key_is_one_persons_and_not_everybodys(tmp_path: Path) -> None:
    either = (
        "await prisma.post.findMany({ where: { OR: [{ authorId: req.body.a }, { editorId: req.body.a }] } });"
    )
    loose = (
        "await prisma.post.findMany({ where: { OR: [{ authorId: req.body.a }, { title: { not: 'a' } }] } });"
    )
    for name, body, scope in (("either", either, "author_id"), ("loose", loose, "")):
        (tmp_path / name).mkdir()
        app = prisma.app_of(tmp_path / name, HANDLER.format(body))
        found = growth_of(app, endpoint(app, "POST /x").queries[0])
        assert found.open and found.scope == scope


def test_a_condition_of_drizzle_may_be_narrowed_before_it_is_used(tmp_path: Path) -> None:
    app = next_understood(
        tmp_path,
        {
            "app/api/orders/route.ts": """
import { and, eq } from "drizzle-orm";
import { db, orders } from "@/db";
export async function GET(request: Request) {
  const note = new URL(request.url).searchParams.get("note");
  const userId = 1;
  let wanted = eq(orders.userId, userId);
  if (note) wanted = and(wanted, eq(orders.note, note))!;
  return Response.json(await db.query.orders.findMany({ where: wanted }));
}
"""
        },
    )
    (query,) = next_endpoint(app, "GET /api/orders").queries
    assert [(one.column, one.optional) for one in query.filters] == [("user_id", False), ("note", True)]
