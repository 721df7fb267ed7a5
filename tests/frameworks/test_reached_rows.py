"""Rows that are reached without the right to them, in small apps of several makes."""

from __future__ import annotations

from pathlib import Path

from roadworthy.audit import audit_folder

PATTERN = "malicious-input/broken-access"


def gaps(folder: Path, files: dict[str, str]) -> dict[str, str]:
    """What is told of broken access in these files: subject and message."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    report = audit_folder(folder, select=[PATTERN])
    return {gap.subject: gap.message for gap in report.gaps if gap.pattern == PATTERN}


HONO = {
    "package.json": '{"name":"teams","dependencies":{"hono":"4","drizzle-orm":"0.30","postgres":"3"}}',
    "src/db.ts": """
import { integer, pgTable, serial, text } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
export const users = pgTable('users', { id: serial('id').primaryKey(), email: text('email').notNull(), passwordHash: text('password_hash').notNull() });
export const sessions = pgTable('sessions', { id: text('id').primaryKey(), userId: integer('user_id').notNull().references(() => users.id) });
export const teams = pgTable('teams', { id: serial('id').primaryKey(), name: text('name').notNull() });
export const members = pgTable('members', { id: serial('id').primaryKey(), teamId: integer('team_id').notNull().references(() => teams.id), userId: integer('user_id').notNull().references(() => users.id) });
export const documents = pgTable('documents', { id: serial('id').primaryKey(), teamId: integer('team_id').notNull().references(() => teams.id), body: text('body').notNull() });
export const notes = pgTable('notes', { id: serial('id').primaryKey(), authorId: integer('author_id').notNull().references(() => users.id), body: text('body').notNull() });
export const db = drizzle(postgres(process.env.DATABASE_URL!));
""",
    "src/index.ts": """
import { Hono } from 'hono';
import { and, eq } from 'drizzle-orm';
import { getCookie } from 'hono/cookie';
import { db, documents, members, notes, sessions, users } from './db';
const app = new Hono();
const auth = async (c, next) => {
  const sid = getCookie(c, 'sid');
  if (!sid) return c.json({ error: 'sign in' }, 401);
  const [user] = await db.select({ id: users.id }).from(sessions).innerJoin(users, eq(users.id, sessions.userId)).where(eq(sessions.id, sid)).limit(1);
  if (!user) return c.json({ error: 'sign in' }, 401);
  c.set('user', user);
  await next();
};
const member = async (c, next) => {
  const [found] = await db.select().from(members).where(and(eq(members.teamId, Number(c.req.param('team'))), eq(members.userId, c.get('user').id))).limit(1);
  if (!found) return c.json({ error: 'no' }, 403);
  await next();
};
app.get('/notes/:id', auth, async (c) => c.json(await db.select().from(notes).where(eq(notes.id, Number(c.req.param('id')))).limit(1)));
app.delete('/notes/:id', auth, async (c) => {
  await db.delete(notes).where(and(eq(notes.id, Number(c.req.param('id'))), eq(notes.authorId, c.get('user').id)));
  return c.body(null, 204);
});
app.get('/teams/:team/documents', auth, member, async (c) => c.json(await db.select().from(documents).where(eq(documents.teamId, Number(c.req.param('team')))).limit(50)));
app.get('/teams/:team/documents/:id', auth, member, async (c) => c.json(await db.select().from(documents).where(eq(documents.id, Number(c.req.param('id')))).limit(1)));
app.delete('/teams/:team/documents/:id', auth, member, async (c) => {
  const [found] = await db.select().from(documents).where(eq(documents.id, Number(c.req.param('id')))).limit(1);
  if (!found || found.teamId !== Number(c.req.param('team'))) return c.notFound();
  await db.delete(documents).where(eq(documents.id, found.id));
  return c.body(null, 204);
});
app.put('/teams/:team/documents/:id', auth, member, async (c) => {
  const { body } = await c.req.json();
  return c.json(await db.update(documents).set({ body }).where(and(eq(documents.id, Number(c.req.param('id'))), eq(documents.teamId, Number(c.req.param('team'))))).returning());
});
app.delete('/teams/:team/members/:id', auth, member, async (c) => {
  await db.delete(members).where(eq(members.id, Number(c.req.param('id'))));
  return c.body(null, 204);
});
app.post('/teams/:team/members', auth, async (c) => {
  const { userId } = await c.req.json();
  return c.json(await db.insert(members).values({ teamId: Number(c.req.param('team')), userId }).returning());
});
app.post('/teams/:team/join', auth, async (c) => c.json(await db.insert(members).values({ teamId: Number(c.req.param('team')), userId: c.get('user').id }).returning()));
app.post('/teams/:team/documents', auth, member, async (c) => {
  const { body } = await c.req.json();
  return c.json(await db.insert(documents).values({ teamId: Number(c.req.param('team')), body }).returning());
});
export default app;
""",
}


def test_a_session_kept_in_a_table_is_known_by_its_cookie_and_the_right_to_a_team_is_no_right_to_all_documents(
    tmp_path: Path,
) -> None:
    found = gaps(tmp_path, HONO)
    assert set(found) == {
        "GET /notes/:id",
        "GET /teams/:team/documents/:id",
        "DELETE /teams/:team/members/:id",
        "POST /teams/:team/members",
    }
    assert found["GET /notes/:id"].startswith("Any signed-in user")
    assert found["GET /teams/:team/documents/:id"].startswith("Whoever may use one row of teams")


REPOSITORIES = {
    "package.json": '{"name":"shop","dependencies":{"express":"4","pg":"8","jsonwebtoken":"9"}}',
    "schema.sql": """
CREATE TABLE users (id serial primary key, email text not null, password_hash text not null);
CREATE TABLE orders (id serial primary key, user_id int not null references users(id), address text not null);
""",
    "base.js": """
const { Pool } = require('pg');
const db = new Pool();
module.exports = class Repository {
  constructor(table) { this.table = table; }
  async find(id) { const { rows } = await db.query(`SELECT * FROM ${this.table} WHERE id = $1`, [id]); return rows[0]; }
  async findOwned(id, user) { const { rows } = await db.query(`SELECT * FROM ${this.table} WHERE id = $1 AND user_id = $2`, [id, user]); return rows[0]; }
};
""",
    "index.js": """
const express = require('express');
const jwt = require('jsonwebtoken');
const Repository = require('./base');
class Orders extends Repository {
  constructor() { super('orders'); }
  async load(id) { return super.find(id); }
}
const orders = new Orders();
const app = express();
app.use((req, res, next) => {
  try { req.user = jwt.verify(req.headers.authorization, process.env.JWT_SECRET); next(); } catch (e) { res.status(401).end(); }
});
app.get('/orders/:id', async (req, res) => res.json(await orders.find(req.params.id)));
app.get('/loaded/:id', async (req, res) => res.json(await orders.load(req.params.id)));
app.get('/mine/:id', async (req, res) => res.json(await orders.findOwned(req.params.id, req.user.id)));
app.listen(3000);
""",
}


def test_what_a_constructor_hands_to_the_one_it_inherits_is_followed(tmp_path: Path) -> None:
    assert set(gaps(tmp_path, REPOSITORIES)) == {"GET /orders/:id", "GET /loaded/:id"}


FLASK = {
    "requirements.txt": "flask\nflask-sqlalchemy\n",
    "app.py": """
from functools import wraps
from flask import Blueprint, Flask, abort, jsonify, redirect, request, session
from flask_sqlalchemy import SQLAlchemy
from werkzeug.security import check_password_hash, generate_password_hash

app = Flask(__name__)
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
db = SQLAlchemy(app)


class Account(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(80), unique=True, nullable=False)
    password_hash = db.Column(db.String(255), nullable=False)
    kind = db.Column(db.String(20), nullable=False, default="member")


class Book(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(200), nullable=False)
    published = db.Column(db.Boolean, nullable=False, default=False)


class Loan(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    account_id = db.Column(db.Integer, db.ForeignKey("account.id"), nullable=False)
    book_id = db.Column(db.Integer, db.ForeignKey("book.id"), nullable=False)
    due = db.Column(db.Date)


@app.post("/register")
def register():
    db.session.add(Account(username=request.form["name"], password_hash=generate_password_hash(request.form["password"])))
    db.session.commit()
    return redirect("/")


@app.post("/login")
def login():
    account = Account.query.filter_by(username=request.form["name"]).first()
    if account and check_password_hash(account.password_hash, request.form["password"]):
        session["account_id"] = account.id
        session["kind"] = account.kind
    return redirect("/")


def signed_in(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        if "account_id" not in session:
            abort(401)
        return view(*args, **kwargs)
    return wrapped


staff = Blueprint("staff", __name__)


@staff.before_request
def only_staff():
    if session.get("kind") != "staff":
        abort(403)


@staff.post("/books")
def add_book():
    db.session.add(Book(title=request.form["title"]))
    db.session.commit()
    return redirect("/books")


@staff.post("/books/<int:key>/publish")
def publish(key):
    Book.query.get_or_404(key).published = True
    db.session.commit()
    return redirect("/books")


app.register_blueprint(staff, url_prefix="/staff")


@app.get("/books")
def books():
    return jsonify([{"title": b.title} for b in Book.query.filter_by(published=True).limit(50)])


@app.get("/books/<int:key>")
def book(key):
    return jsonify({"title": Book.query.get_or_404(key).title})


@app.get("/chosen")
def chosen():
    return jsonify([{"title": b.title} for b in Book.query.filter_by(published=request.args["published"]).limit(50)])


@app.get("/shown/<int:key>")
def shown_book(key):
    found = Book.query.filter_by(id=key, published=True).first_or_404()
    return jsonify({"title": found.title})


@app.post("/books")
def slip_in():
    db.session.add(Book(title=request.form["title"]))
    db.session.commit()
    return redirect("/books")


@app.get("/loans")
def loans():
    return jsonify([{"who": l.account_id, "due": l.due} for l in Loan.query.limit(50)])


@app.get("/loans/mine")
@signed_in
def mine():
    return jsonify([{"due": l.due} for l in Loan.query.filter_by(account_id=session["account_id"])])


@app.post("/loans")
@signed_in
def borrow():
    db.session.add(Loan(account_id=session["account_id"], book_id=request.form["book"]))
    db.session.commit()
    return redirect("/loans/mine")


@app.post("/loans/for")
@signed_in
def borrow_for():
    db.session.add(Loan(account_id=request.form["account"], book_id=request.form["book"]))
    db.session.commit()
    return redirect("/loans/mine")
""",
}


def test_visitors_rows_in_others_names_and_what_is_not_published(tmp_path: Path) -> None:
    found = gaps(tmp_path, FLASK)
    assert set(found) == {
        "GET /books/<int:key>",
        "GET /chosen",
        "POST /books",
        "GET /loans",
        "POST /loans/for",
    }, found
    assert "not published" in found["GET /books/<int:key>"]
    assert found["POST /books"] == "Anyone without an account can add to book"
    assert found["GET /loans"] == "Anyone without an account can read every row of loan"
    assert found["POST /loans/for"] == "Any signed-in user can add to loan in anybody's name"


ROLES = {
    "package.json": '{"name":"roles","dependencies":{"express":"4","pg":"8","jsonwebtoken":"9"}}',
    "schema.sql": """
CREATE TABLE users (id serial primary key, email text not null, password_hash text not null);
CREATE TABLE user_roles (user_id int not null references users(id), role text not null);
CREATE TABLE pages (id serial primary key, title text not null);
""",
    "index.js": """
const express = require('express');
const jwt = require('jsonwebtoken');
const { Pool } = require('pg');
const db = new Pool();
const app = express();
const auth = (req, res, next) => {
  try { req.user = jwt.verify(req.headers.authorization, process.env.JWT_SECRET); next(); } catch (e) { res.status(401).end(); }
};
const role = (name) => async (req, res, next) => {
  const { rows } = await db.query('SELECT role FROM user_roles WHERE user_id = $1', [req.user.id]);
  if (!rows.some((row) => row.role === name)) return res.status(403).end();
  next();
};
app.post('/pages', auth, role('editor'), async (req, res) => {
  await db.query('INSERT INTO pages (title) VALUES ($1)', [req.body.title]);
  res.status(201).end();
});
app.post('/roles', auth, async (req, res) => {
  await db.query('INSERT INTO user_roles (user_id, role) VALUES ($1, $2)', [req.body.user, req.body.role]);
  res.status(201).end();
});
app.post('/staff/roles', auth, role('admin'), async (req, res) => {
  await db.query('INSERT INTO user_roles (user_id, role) VALUES ($1, $2)', [req.body.user, req.body.role]);
  res.status(201).end();
});
app.post('/readers', auth, async (req, res) => {
  await db.query("INSERT INTO user_roles (user_id, role) VALUES ($1, 'reader')", [req.user.id]);
  res.status(201).end();
});
app.listen(3000);
""",
}


def test_who_writes_roles_in_rows_of_their_own_must_have_one(tmp_path: Path) -> None:
    assert gaps(tmp_path, ROLES) == {
        "POST /roles": "Any signed-in user can give a role of their choice in user_roles"
    }


FIRMS = {
    "package.json": '{"name":"firms","dependencies":{"express":"4","pg":"8","jsonwebtoken":"9","express-session":"1"}}',
    "schema.sql": """
CREATE TABLE firms (id serial primary key, name text not null);
CREATE TABLE users (id serial primary key, firm_id int not null references firms(id), email text not null, password_hash text not null,
  role text not null default 'member', password_reset_retries int not null default 0);
CREATE TABLE sports (id serial primary key, name text not null);
CREATE TABLE courts (id serial primary key, firm_id int not null references firms(id), sport_id int not null references sports(id), name text not null);
CREATE TABLE bookings (id serial primary key, firm_id int not null references firms(id), court_id int not null references courts(id));
""",
    "index.js": """
const express = require('express');
const session = require('express-session');
const jwt = require('jsonwebtoken');
const { Pool } = require('pg');
const db = new Pool();
const app = express();
app.use(express.urlencoded({ extended: true }));
app.use(session({ secret: process.env.SESSION_SECRET, resave: false, saveUninitialized: false }));
const auth = async (req, res, next) => {
  try { req.user = jwt.verify(req.headers.authorization, process.env.JWT_SECRET); next(); } catch (e) { res.status(401).end(); }
};
const admin = (req, res, next) => (req.user.role === 'admin' ? next() : res.status(403).end());
app.post('/found', async (req, res) => {
  const { rows } = await db.query('INSERT INTO firms (name) VALUES ($1) RETURNING *', [req.body.name]);
  await db.query("INSERT INTO users (firm_id, email, password_hash, role) VALUES ($1, $2, $3, 'admin')", [rows[0].id, req.body.email, hash(req.body.password)]);
  res.status(201).end();
});
app.post('/forgot', async (req, res) => {
  const { rows } = await db.query('SELECT * FROM users WHERE email = $1', [req.body.email]);
  await db.query('UPDATE users SET password_reset_retries = $2 WHERE id = $1', [rows[0].id, rows[0].password_reset_retries + 1]);
  res.status(204).end();
});
app.put('/courts/:id', auth, admin, async (req, res) => {
  await db.query('UPDATE courts SET name = $3 WHERE id = $1 AND firm_id = $2', [req.params.id, req.user.firm_id, req.body.name]);
  res.status(204).end();
});
app.put('/sports/:id', auth, admin, async (req, res) => {
  await db.query('UPDATE sports SET name = $2 WHERE id = $1', [req.params.id, req.body.name]);
  res.status(204).end();
});
app.listen(3000);
""",
}


def test_the_administrator_of_one_firm_changes_nothing_of_all_firms(tmp_path: Path) -> None:
    found = gaps(tmp_path, FIRMS)
    assert found["PUT /sports/:id"].startswith("The administrator of any firm can change rows of sports")
    assert "PUT /courts/:id" not in found


def test_that_somebody_asked_for_a_password_is_no_new_password_and_a_session_that_nobody_reads_lets_nobody_in(
    tmp_path: Path,
) -> None:
    found = gaps(tmp_path, FIRMS)
    assert "app" not in found
    assert "password is changed" not in found.get("POST /forgot", "")


def test_a_session_that_is_read_lets_other_sites_in(tmp_path: Path) -> None:
    text = FIRMS["index.js"].replace(
        "app.listen", "app.post('/me', (req, res) => res.json(req.session.userId));\napp.listen"
    )
    assert "app" in gaps(tmp_path, {**FIRMS, "index.js": text})


DJANGO = {
    "requirements.txt": "django\n",
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'site.settings')\n",
    "fleet/__init__.py": "",
    "site/__init__.py": "",
    "site/settings.py": """
SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "fleet"]
ROOT_URLCONF = "site.urls"
AUTH_USER_MODEL = "fleet.Person"
MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware"]
""",
    "fleet/models.py": """
from django.contrib.auth.models import AbstractUser
from django.db import models


class Person(AbstractUser):
    role = models.CharField(max_length=20, choices=[("admin", "Admin"), ("driver", "Driver")], default="driver")


class Route(models.Model):
    name = models.CharField(max_length=80)
    length = models.IntegerField()
""",
    "fleet/views.py": """
from django import forms
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import UserCreationForm
from django.shortcuts import get_object_or_404, redirect, render
from .models import Person, Route


class SignUp(UserCreationForm):
    class Meta:
        model = Person
        fields = ("username", {role}"password1", "password2")


class RouteForm(forms.ModelForm):
    class Meta:
        model = Route
        fields = ["name", "length"]


def register(request):
    form = SignUp(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("/")
    return render(request, "register.html", {{"form": form}})


@login_required
def edit(request, key):
    route = get_object_or_404(Route, id=key)
    if request.method == "POST":
        form = RouteForm(request.POST, instance=route)
        if form.is_valid():
            form.save()
            return redirect("/")
    else:
        form = RouteForm(instance=route)
    return render(request, "edit.html", {{"form": form}})
""",
    "site/urls.py": """
from django.urls import path
from fleet import views

urlpatterns = [path("register/", views.register), path("routes/<int:key>/", views.edit)]
""",
}


def test_a_form_for_all_that_lists_the_administrator_makes_one_and_a_form_that_keeps_what_was_not_sent_changes_the_rest(
    tmp_path: Path,
) -> None:
    asked = {**DJANGO, "fleet/views.py": DJANGO["fleet/views.py"].format(role='"role", ')}
    found = gaps(tmp_path / "asked", asked)
    assert found["POST /register/"].startswith("Anyone without an account can make an account with role")
    assert found["POST /routes/:key/"] == "Any signed-in user can change anyone's row in fleet_route"
    plain = {**DJANGO, "fleet/views.py": DJANGO["fleet/views.py"].format(role="")}
    assert "POST /register/" not in gaps(tmp_path / "plain", plain)


SQLADMIN = {
    "requirements.txt": "fastapi\nsqladmin\n",
    "main.py": """
from fastapi import FastAPI
from sqladmin import Admin, ModelView
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    email = Column(String(80))


app = FastAPI()
admin = Admin(app, create_engine("postgresql://x"){more})


class Users(ModelView, model=User):
    column_list = [User.id]


admin.add_view(Users)
""",
}
FLASK_ADMIN = """
from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_login import current_user

app = Flask(__name__)
admin = Admin(app, name="shop")


class Guarded(ModelView):
    def {rule}(self):
        return current_user.is_authenticated and current_user.is_admin


admin.add_view(Guarded(User, session))
"""


def test_a_librarys_console_is_open_until_it_is_told_whom_to_ask(tmp_path: Path) -> None:
    def of(name: str, files: dict[str, str]) -> str:
        return gaps(tmp_path / name, files).get("/admin", "")

    main = SQLADMIN["main.py"]
    assert "sqladmin" in of("open", {**SQLADMIN, "main.py": main.format(more="")})
    assert not of("closed", {**SQLADMIN, "main.py": main.format(more=", authentication_backend=own")})
    flask = {"requirements.txt": "flask\nflask-admin\n"}
    assert "flask_admin" in of("flask", {**flask, "app.py": FLASK_ADMIN.format(rule="column_list")})
    assert not of("guarded", {**flask, "app.py": FLASK_ADMIN.format(rule="is_accessible")})


PAYOUTS = {
    "package.json": '{"name":"pay","dependencies":{"express":"4","pg":"8","jsonwebtoken":"9"}}',
    "schema.sql": """
CREATE TABLE users (id serial primary key, email text not null, password_hash text not null);
CREATE TABLE wallets (id serial primary key, user_id int not null references users(id), phone text not null);
""",
    "index.js": """
const express = require('express');
const jwt = require('jsonwebtoken');
const { Pool } = require('pg');
const db = new Pool();
const app = express();
const auth = (req, res, next) => {
  try { req.user = jwt.verify(req.headers.authorization, process.env.JWT_SECRET); next(); } catch (e) { res.status(401).end(); }
};
const pay = (phone, amount) => fetch('https://api.money.example/v1/withdrawals', {
  method: 'POST', headers: { authorization: process.env.MONEY_KEY }, body: JSON.stringify({ phone, amount }),
});
app.post('/open', async (req, res) => { await pay(req.body.phone, req.body.amount); res.status(204).end(); });
app.post('/anybody', auth, async (req, res) => { await pay(req.body.phone, req.body.amount); res.status(204).end(); });
app.post('/own', auth, async (req, res) => {
  const { rows } = await db.query('SELECT * FROM wallets WHERE user_id = $1', [req.user.id]);
  await pay(rows[0].phone, req.body.amount);
  res.status(204).end();
});
app.get('/me', auth, async (req, res) => res.json((await db.query('SELECT id FROM wallets WHERE user_id = $1', [req.user.id])).rows));
app.listen(3000);
""",
}


def test_money_is_paid_out_for_whoever_asks(tmp_path: Path) -> None:
    found = gaps(tmp_path, PAYOUTS)
    assert set(found) == {"POST /open", "POST /anybody"}
    assert found["POST /open"].startswith("Anyone without an account can have")


FORGOTTEN = {
    "package.json": '{"name":"forgotten","dependencies":{"express":"4","pg":"8","jsonwebtoken":"9"}}',
    "schema.sql": """
CREATE TABLE users (id serial primary key, email text not null unique, phone text, password_hash text not null);
CREATE TABLE password_resets (id serial primary key, email text not null, otp text not null, attempts int not null default 0);
CREATE TABLE discount_codes (id serial primary key, code text not null, percent int not null);
""",
    "index.js": """
const express = require('express');
const jwt = require('jsonwebtoken');
const { Pool } = require('pg');
const db = new Pool();
const app = express();
const auth = (req, res, next) => {
  try { req.user = jwt.verify(req.headers.authorization, process.env.JWT_SECRET); next(); } catch (e) { res.status(401).end(); }
};
const mask = (email) => email.replace(/(..).*@/, '$1***@');
app.post('/resend', async (req, res) => {
  const { rows } = await db.query('SELECT * FROM users WHERE email = $1', [req.body.email]);
  await db.query('DELETE FROM password_resets WHERE email = $1', [req.body.email]);
  res.json({ email: mask(rows[0].email) });
});
app.post('/look-up', async (req, res) => {
  const { rows } = await db.query('SELECT * FROM users WHERE id = $1', [req.body.id]);
  res.json({ phone: rows[0].phone });
});
app.post('/verify', async (req, res) => {
  const { rows } = await db.query('SELECT * FROM password_resets WHERE email = $1', [req.body.email]);
  if (rows[0].otp !== req.body.otp) await db.query('UPDATE password_resets SET attempts = $2 WHERE id = $1', [rows[0].id, rows[0].attempts + 1]);
  res.status(204).end();
});
app.delete('/discounts/:id', async (req, res) => {
  await db.query('DELETE FROM discount_codes WHERE id = $1', [req.params.id]);
  res.status(204).end();
});
app.get('/me', auth, async (req, res) => res.json((await db.query('SELECT id, email FROM users WHERE id = $1', [req.user.id])).rows));
app.listen(3000);
""",
}


def test_who_forgot_a_password_is_helped_without_a_sign_in(tmp_path: Path) -> None:
    assert set(gaps(tmp_path, FORGOTTEN)) == {"POST /look-up", "DELETE /discounts/:id"}


HOTELS = {
    "requirements.txt": "flask\nflask-login\nflask-sqlalchemy\n",
    "app.py": """
from flask import Flask, abort, redirect
from flask_login import LoginManager, UserMixin, current_user, login_required
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
db = SQLAlchemy(app)
manager = LoginManager(app)


class User(UserMixin, db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(80), unique=True, nullable=False)
    password_hash = db.Column(db.String(255), nullable=False)


class Hotel(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    owner_id = db.Column(db.Integer, db.ForeignKey("user.id"), nullable=False)


class Room(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    hotel_id = db.Column(db.Integer, db.ForeignKey("hotel.id"), nullable=False)
    title = db.Column(db.String(80))


@manager.user_loader
def load(key):
    return db.session.get(User, int(key))


@app.post("/hotels/<int:hotel_id>/rooms/<int:room_id>/delete")
@login_required
def compared(hotel_id, room_id):
    hotel = Hotel.query.get_or_404(hotel_id)
    room = Room.query.get_or_404(room_id)
    if hotel.owner_id != current_user.id or room.hotel_id != hotel_id:
        abort(403)
    db.session.delete(room)
    db.session.commit()
    return redirect("/")


@app.post("/hotels/<int:hotel_id>/rooms/<int:room_id>/close")
@login_required
def anybodys(hotel_id, room_id):
    hotel = Hotel.query.get_or_404(hotel_id)
    room = Room.query.get_or_404(room_id)
    if hotel.owner_id != current_user.id:
        abort(403)
    db.session.delete(room)
    db.session.commit()
    return redirect("/")
""",
}


def test_a_row_that_is_compared_with_the_one_above_before_it_is_deleted_is_within_it(tmp_path: Path) -> None:
    assert set(gaps(tmp_path, HOTELS)) == {"POST /hotels/<int:hotel_id>/rooms/<int:room_id>/close"}
