"""SQL that drivers are given as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.audit import audit_folder
from tests.frameworks.node_app import endpoint, shown, understood

HEAD = """
const express = require("express");
const { Pool } = require("pg");
const mysql = require("mysql2/promise");
const postgres = require("postgres");
const Database = require("better-sqlite3");
const knex = require("knex")({ client: "pg" });
const pool = new Pool();
const my = mysql.createPool({});
const sql = postgres(process.env.URL);
const db = new Database("app.db");
const app = express();
"""
QUERIES = {
    "await pool.query('SELECT * FROM orders WHERE user_id = $1', [req.session.userId]);": [
        "select orders user_id=session.userId"
    ],
    "await pool.query('SELECT * FROM orders WHERE id = ' + req.params.id);": [
        "select orders sqlparams.id id=template(params.id)"
    ],
    "await pool.query('SELECT * FROM orders WHERE user_id = $1 AND paid_at IS NOT NULL AND note NOT LIKE $2', [req.session.userId, 'x%']);": [
        "select orders user_id=session.userId"
    ],
    "await my.execute('UPDATE items SET stock = stock - ? WHERE id = ?', [req.body.n, 3]);": [
        "update items id=3 stock:sql(body.n)!"
    ],
    "await pool.query('UPDATE items SET title = COALESCE($1, title), stock = COALESCE(stock, 0) + 1 WHERE id = 3', [req.body.title]);": [
        "update items id=3 title:or(body.title) stock:sql()!"
    ],
    "await sql`insert into logs (a) values (${req.body.a})`;": ["insert logs a:body.a"],
    "db.prepare('SELECT * FROM users WHERE email = ?').get(req.body.email);": [
        "select users email=body.email"
    ],
    "db.prepare('UPDATE users SET name = @name WHERE id = @id').run({ name: req.body.name, id: 1 });": [
        "update users id=1 name:body.name"
    ],
    "await knex('orders').where({ user_id: req.user.id }).orWhere('total', '>', 3).first();": [
        "select orders user_id=session.user.id? total>3?"
    ],
    "await knex('orders').where('id', req.params.id).update({ status: req.body.status });": [
        "update orders id=params.id status:body.status"
    ],
}


@pytest.mark.parametrize("code", QUERIES)
def test_a_statement_is_seen_with_its_rows_and_values(code: str, tmp_path: Path) -> None:
    app = understood(tmp_path, {"index.js": f'{HEAD}\napp.post("/x/:id", async (req, res) => {{ {code} }});'})
    assert [shown(q) for q in endpoint(app, "POST /x/:id").queries] == QUERIES[code]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT o.id FROM orders o LEFT JOIN people p ON p.id = o.person_id ${where} ORDER BY o.${field} ${way} LIMIT 20",
        "SELECT count(*) FROM orders ${where}",
        "SELECT id FROM orders WHERE open = true ${more} LIMIT ${size}",
    ],
)
def test_a_clause_that_is_put_together_elsewhere_hides_no_table(statement: str, tmp_path: Path) -> None:
    kept = "const where = req.query.since ? `WHERE made > '${req.query.since}'` : ''; const { field, way, more, size } = req.query;"
    code = f"{kept} await pool.query(`{statement}`);"
    app = understood(tmp_path, {"index.js": f'{HEAD}\napp.get("/x", async (req, res) => {{ {code} }});'})
    (asked,) = endpoint(app, "GET /x").queries
    assert (asked.operation, asked.table) == ("select", "orders")
    assert any(item.operator == "sql" for item in asked.filters)


@pytest.mark.parametrize("asked", ["insert(row, ['id', 'open'])", "insert(row).returning(['id', 'open'])"])
def test_what_an_insert_of_knex_gives_back_is_named(asked: str, tmp_path: Path) -> None:
    code = f"const row = {{ total: req.body.total }}; await knex('orders').{asked};"
    app = understood(tmp_path, {"index.js": HEAD + f"app.post('/x', async (req, res) => {{ {code} }});"})
    assert endpoint(app, "POST /x").queries[0].columns == ("id", "open")


def test_an_or_of_knex_has_ways(tmp_path: Path) -> None:
    code = "await knex('orders').where({ user_id: req.user.id, open: true }).orWhere('total', '>', 3).andWhere('seen', 1);"
    app = understood(tmp_path, {"index.js": f'{HEAD}\napp.get("/x", async (req, res) => {{ {code} }});'})
    (query,) = endpoint(app, "GET /x").queries
    (ways,) = query.alternatives()
    assert [[item.column for item in way] for way in ways] == [["user_id", "open"], ["total", "seen"]]


def test_begin_and_commit_are_a_transaction(tmp_path: Path) -> None:
    body = """app.post("/x", async (req, res) => { const c = await pool.connect(); await c.query("BEGIN");
      await c.query("DELETE FROM a WHERE id = 1"); await c.query("COMMIT"); await c.query("DELETE FROM b WHERE id = 1"); });"""
    inside, outside = endpoint(understood(tmp_path, {"index.js": HEAD + body}), "POST /x").queries
    assert inside.transaction and not outside.transaction


def test_one_of_two_statements_is_each_of_them_with_its_own_values(tmp_path: Path) -> None:
    body = """app.post("/x", async (req, res) => { let sql; let values;
      if (req.body.photo) { sql = "UPDATE people SET phone = $1, photo = $2 WHERE id = $3"; values = [req.body.phone, req.body.photo, 1]; }
      else { sql = "UPDATE people SET phone = $1 WHERE id = $2"; values = [req.body.phone, 1]; }
      await pool.query(sql, values); });"""
    queries = endpoint(understood(tmp_path, {"index.js": HEAD + body}), "POST /x").queries
    assert [shown(q) for q in queries] == [
        "update people id=1 phone:body.phone photo:body.photo",
        "update people id=1 phone:body.phone",
    ]


def test_what_a_change_returns_is_what_it_names(tmp_path: Path) -> None:
    body = """app.post("/x", async (req, res) => {
      await pool.query("UPDATE people SET phone = $1 RETURNING id, phone", [1]);
      await pool.query("DELETE FROM people RETURNING *"); });"""
    named, whole = endpoint(understood(tmp_path, {"index.js": HEAD + body}), "POST /x").queries
    assert named.columns == ("id", "phone") and not whole.columns


def test_migrations_of_knex_are_tables(tmp_path: Path) -> None:
    first = """exports.up = (knex) => knex.schema
      .createTable("people", (table) => { table.increments("id"); table.string("email", 80).notNullable().unique(); })
      .createTable("orders", function (table) {
        table.increments();
        table.integer("person_id").references("id").inTable("people").onDelete("CASCADE");
        table.decimal("total", 10, 2);
        table.unique(["person_id", "total"]);
      });"""
    second = 'exports.up = async (knex) => { await knex.schema.alterTable("orders", (t) => { t.dropColumn("total"); t.string("state").index(); }); };'
    files = {"migrations/1.js": first, "migrations/2.js": second, "index.js": HEAD}
    orders, people = (understood(tmp_path, files).table(name) for name in ("orders", "people"))
    assert people is not None and people.is_unique({"email"}) and people.primary_key == ("id",)
    assert orders is not None and [c.name for c in orders.columns] == ["id", "person_id", "state"]
    key = orders.column("person_id")
    assert key is not None and key.references is not None and key.references.on_delete == "cascade"
    assert orders.indexed("state") and orders.is_unique({"person_id", "total"})


@pytest.mark.parametrize("before", ["```sql\n", "> ", "Run this in MySQL:\n\n"])
def test_tables_that_only_a_document_tells_are_the_schema(before: str, tmp_path: Path) -> None:
    told = f"# Shop\n\n{before}CREATE TABLE people (\n  id INT AUTO_INCREMENT PRIMARY KEY,\n  email VARCHAR(90) UNIQUE\n);\n"
    files = {
        "package.json": '{"dependencies": {"mysql2": "3"}}',
        "README.md": told + "\nThen start it; it works.\n",
    }
    code = "await my.execute('SELECT * FROM people WHERE email = ?', [req.body.email]);"
    app = understood(
        tmp_path, {**files, "index.js": f'{HEAD}\napp.post("/x", async (req, res) => {{ {code} }});'}
    )
    (table,) = app.tables
    assert (table.name, table.location.path, [c.name for c in table.columns if c.unique]) == (
        "people",
        "README.md",
        ["email"],
    )


def test_a_document_says_nothing_where_a_file_holds_the_schema(tmp_path: Path) -> None:
    files = {
        "package.json": '{"dependencies": {"mysql2": "3"}}',
        "README.md": "CREATE TABLE old (id INT PRIMARY KEY);\n",
        "schema.sql": "CREATE TABLE people (id INT PRIMARY KEY);\n",
        "index.js": HEAD,
    }
    app = understood(tmp_path, files)
    assert [table.name for table in app.tables] == ["people"]


def test_whose_rows_are_is_not_told_where_no_table_is_known(tmp_path: Path) -> None:
    code = "res.json(await knex('orders').where({ id: req.params.id }).first());"
    guard = "const jwt = require('jsonwebtoken'); app.use((req, res, next) => { try { req.user = jwt.verify(req.headers.authorization, 'k'); next(); } catch { res.status(401).end(); } });"
    (tmp_path / "package.json").write_text(
        '{"dependencies": {"express": "4", "knex": "3", "jsonwebtoken": "9"}}'
    )
    (tmp_path / "index.js").write_text(
        f'{HEAD}\n{guard}\napp.get("/x/:id", async (req, res) => {{ {code} }});'
    )
    checklist = audit_folder(tmp_path, select=["malicious-input/broken-access"]).checklist
    (verdict,) = [one for one in checklist if one.subject == "GET /x/:id"]
    assert verdict.verdict == "unknown"


PIECES = """
const express = require("express");
const { Pool } = require("pg");
const pool = new Pool();
const app = express();
app.use(express.json());
app.put("/events/:id", async (req, res) => {
  const fields = [], values = [];
  let index = 1;
  if (req.body.name) { fields.push(`name = $${index++}`); values.push(req.body.name); }
  if (req.body.place) { fields.push(`place = $${index++}`); values.push(req.body.place); }
  values.push(req.params.id, req.user.id);
  await pool.query(`UPDATE events SET ${fields.join(", ")} WHERE id = $${index} AND owner_id = $${index + 1}`, values);
});
app.get("/events", async (req, res) => {
  let text = "SELECT id FROM events WHERE owner_id = $1";
  const values = [req.user.id];
  if (req.query.name) { values.push(`%${req.query.name}%`); text += ` AND name ILIKE $${values.length}`; }
  values.push(20);
  text += ` ORDER BY id LIMIT $${values.length}`;
  await pool.query(text, values);
});
app.get("/joined", async (req, res) => {
  const conditions = ["owner_id = $1"], values = [req.user.id];
  if (req.query.place) { values.push(req.query.place); conditions.push(`place = $${values.length}`); }
  await pool.query(`SELECT id FROM events WHERE ${conditions.join(" AND ")}`, values);
});
app.get("/open", async (req, res) => {
  let text = "SELECT id FROM events WHERE 1 = 1";
  if (req.query.name) text += ` AND name = '${req.query.name}'`;
  await pool.query(text);
});
"""


def test_statements_that_are_put_together_piece_by_piece(tmp_path: Path) -> None:
    app = understood(tmp_path, {"index.js": PIECES})

    def asked(subject: str) -> str:
        (query,) = endpoint(app, subject).queries
        return shown(query)

    assert asked("PUT /events/:id") == (
        "update events id=params.id owner_id=session.user.id name:body.name place:body.place"
    )
    assert asked("GET /events").startswith("select events owner_id=session.user.id nameilike")
    assert asked("GET /events").endswith("?")
    assert asked("GET /joined") == "select events owner_id=session.user.id place=query.place?"
    # Each text that is a whole statement by itself is one.
    whole = [shown(query) for query in endpoint(app, "GET /open").queries]
    assert whole == ["select events", "select events sqlquery.name name=template(query.name)"]


HEAPS = {
    "reduced": "const heaps = req.body.lines.reduce((all, one) => { if (!all[one.shop]) all[one.shop] = []; all[one.shop].push(one); return all; }, {});",
    "looped": "const heaps = {}; for (const one of req.body.lines) { heaps[one.shop] = heaps[one.shop] || []; heaps[one.shop].push(one); }",
}


@pytest.mark.parametrize("way", HEAPS)
@pytest.mark.parametrize(
    "through",
    [
        "for (const shop in heaps) { const lines = heaps[shop];",
        "for (const [shop, lines] of Object.entries(heaps)) {",
    ],
)
def test_what_was_sorted_into_heaps_is_what_came(way: str, through: str, tmp_path: Path) -> None:
    code = f"{HEAPS[way]} {through} await pool.query('INSERT INTO bills (price) VALUES ($1)', [lines[0].price]); }}"
    app = understood(tmp_path, {"index.js": HEAD + f"app.post('/x', async (req, res) => {{ {code} }});"})
    (write,) = endpoint(app, "POST /x").queries[0].writes
    assert ("body", ("lines", "[]", "price")) in [(one.kind, one.path) for one in write.value.leaves()]
