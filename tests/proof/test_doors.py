"""The ways into an app, told from its source."""

from __future__ import annotations

from pathlib import Path

from roadworthy.frameworks.build import build_app
from roadworthy.proof.doors import plan_trial
from roadworthy.trial import Doors
from roadworthy.trial.provider_entry import PROVIDER

ONE_ACCOUNT = """
import os
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()

class Entry(BaseModel):
    username: str
    password: str

@app.post("/api/login")
def login(entry: Entry):
    if entry.username != os.getenv("PANEL_USER", "root") or entry.password != os.getenv("PANEL_PASSWORD", "root"):
        raise HTTPException(401)
    return {"token": "x"}

@app.get("/mail")
def mail():
    return os.getenv("SMTP_PASSWORD")
"""
IN_JSON = """
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()

class Entry(BaseModel):
    email: str
    password: str

@app.post("/register")
def register(entry: Entry):
    return {"message": "Welcome, {}".format(entry.email)}
"""
BY_PROVIDER = """
import express from "express";
import passport from "passport";
const app = express();
app.get("/api/login", (req, res, next) => passport.authenticate("google")(req, res, next));
app.get("/api/callback", (req, res, next) => passport.authenticate("google")(req, res, next));
app.get("/api/logout", (req, res) => req.logout(() => res.redirect("/")));
app.listen(3000);
"""

WITH_OPTIONAL = """
from typing import Optional

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()

class Joining(BaseModel):
    email: str
    password: str
    mobile_number: Optional[str] = None
    about: Optional[str] = None
    role: Optional[str] = None

@app.post("/register")
def register(joining: Joining):
    return {"email": joining.email, "mobile": joining.mobile_number}
"""


def test_the_one_account_of_an_app_is_alices_by_its_settings(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(ONE_ACCOUNT)
    (tmp_path / "requirements.txt").write_text("fastapi\nuvicorn\n")
    plan = plan_trial(build_app(tmp_path), {})
    assert plan.doors.register is None and plan.doors.login is not None
    assert plan.doors.login.path == "/api/login"
    assert plan.environment["PANEL_USER"] == "alice_trial"
    assert plan.environment["PANEL_PASSWORD"].startswith("Tr1al")
    assert "SMTP_PASSWORD" not in plan.environment


def test_a_text_that_is_formatted_is_no_form(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(IN_JSON)
    (tmp_path / "requirements.txt").write_text("fastapi\nuvicorn\n")
    door = plan_trial(build_app(tmp_path), {}).doors.register
    assert door is not None and not door.form


def test_people_are_sent_to_a_provider_by_the_door_and_not_by_the_way_back(tmp_path: Path) -> None:
    (tmp_path / "server.js").write_text(BY_PROVIDER)
    manifest = '{"type": "module", "scripts": {"start": "node server.js"}, "dependencies": {"express": "5", "passport": "0.7"}}'
    (tmp_path / "package.json").write_text(manifest)
    door = plan_trial(build_app(tmp_path), {}).doors.login
    assert door is not None and (door.path, door.library) == ("/api/login", PROVIDER)


BY_FORM = """
from typing import Annotated
from fastapi import Depends, FastAPI, File, Form, UploadFile
from fastapi.security import OAuth2PasswordRequestForm

app = FastAPI()

@app.post("/token")
def token(form: Annotated[OAuth2PasswordRequestForm, Depends()]):
    return {"access_token": form.username}

@app.post("/notes")
def note(title: Annotated[str, Form()]):
    return {"title": title}

@app.post("/pictures")
def picture(title: Annotated[str, Form()], file: Annotated[UploadFile, File()]):
    return {"title": title}

@app.post("/things")
def thing(body: dict):
    return body
"""


def test_what_fastapi_reads_from_a_form_is_sent_as_one(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("fastapi\nuvicorn\n")
    (tmp_path / "main.py").write_text(BY_FORM)
    plan = plan_trial(build_app(tmp_path), {})
    assert plan.form_routes == ("POST /notes", "POST /token")


TOKENS = """
from django.urls import path
from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView

urlpatterns = [
    path("api/token/refresh/", TokenRefreshView.as_view()),
    path("api/auth/login/", TokenObtainPairView.as_view()),
]
"""


def test_a_library_s_view_that_gives_tokens_is_a_door_without_a_page(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    settings = 'ROOT_URLCONF = "site.urls"\nINSTALLED_APPS = ["rest_framework"]\n'
    (tmp_path / "site" / "settings.py").write_text(settings)
    (tmp_path / "site" / "urls.py").write_text(TOKENS)
    (tmp_path / "manage.py").write_text(
        'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n'
    )
    (tmp_path / "requirements.txt").write_text("Django\ndjangorestframework\ndjangorestframework-simplejwt\n")
    door = plan_trial(build_app(tmp_path), {}).doors.login
    assert door is not None and (door.path, door.form) == ("/api/auth/login/", False)
    assert door.fields == {"username": "username", "password": "password"}


KEPT_IN_A_FILE = """
const express = require("express");
const bcrypt = require("bcryptjs");
const fs = require("fs");
const app = express();
app.use(express.json());
const people = () => JSON.parse(fs.readFileSync("people.json", "utf8"));
app.post("/api/%s", async (req, res) => {
  const person = { email: req.body.email, hash: await bcrypt.hash(req.body.password, 8) };
  fs.writeFileSync("people.json", JSON.stringify([...people(), person]));
  res.status(201).json({ ok: true });
});
app.post("/api/login", async (req, res) => {
  const person = people().find((one) => one.email === req.body.email);
  const right = person && (await bcrypt.compare(req.body.password, person.hash));
  res.status(right ? 200 : 401).json({ ok: right });
});
app.listen(3000);
"""
MANIFEST = '{"scripts": {"start": "node server.js"}, "dependencies": {"express": "4", "bcryptjs": "2"}}'


def test_people_kept_in_a_file_come_in_by_what_the_doors_are_called(tmp_path: Path) -> None:
    (tmp_path / "server.js").write_text(KEPT_IN_A_FILE % "register")
    (tmp_path / "package.json").write_text(MANIFEST)
    doors = plan_trial(build_app(tmp_path), {}).doors
    assert doors.register is not None and doors.register.path == "/api/register"
    assert doors.login is not None and doors.login.path == "/api/login"
    assert doors.login.fields == {"email": "email", "password": "password"}


def test_where_nobody_can_register_no_door_is_guessed(tmp_path: Path) -> None:
    (tmp_path / "server.js").write_text(KEPT_IN_A_FILE % "password")
    (tmp_path / "package.json").write_text(MANIFEST)
    assert plan_trial(build_app(tmp_path), {}).doors == Doors()


def test_people_fill_in_what_they_need_not_and_give_themselves_no_role(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text(WITH_OPTIONAL)
    (tmp_path / "requirements.txt").write_text("fastapi\nuvicorn\n")
    register = plan_trial(build_app(tmp_path), {}).doors.register
    assert register is not None
    assert (register.fields, register.optional) == (
        {"email": "email", "password": "password"},
        {"mobile_number": "phone"},
    )


BY_NUMBER = """
import bcrypt
from flask import Flask, redirect, request, session
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
db = SQLAlchemy(app)


class User(db.Model):
    member_no = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(80), unique=True)
    password = db.Column(db.String(80))


@app.post("/login")
def login():
    user = User.query.filter_by(%s=request.form.get("account")).first()
    if not user or not bcrypt.checkpw(request.form.get("password").encode(), user.password.encode()):
        return redirect("/login")
    session["user"] = user.member_no
    return redirect("/")
"""


def test_who_is_told_a_number_signs_in_by_it(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("flask\nflask-sqlalchemy\nbcrypt\n")
    (tmp_path / "app.py").write_text(BY_NUMBER % "member_no")
    door = plan_trial(build_app(tmp_path), {}).doors.login
    assert door is not None
    assert (door.fields, door.key) == ({"account": "key", "password": "password"}, "member_no")


def test_an_address_is_no_number(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("flask\nflask-sqlalchemy\nbcrypt\n")
    (tmp_path / "app.py").write_text(BY_NUMBER % "email")
    door = plan_trial(build_app(tmp_path), {}).doors.login
    assert door is not None and (door.fields["account"], door.key) == ("unknown", "")


WHOLE_RECORD = """
const express = require("express");
const mongoose = require("mongoose");
const bcrypt = require("bcrypt");
const app = express();
app.use(express.json());
const User = mongoose.model("users", new mongoose.Schema({
  name: { type: String, required: true },
  email: { type: String, required: true, unique: true },
  password: { type: String, required: true },
  role: { type: String, enum: ["customer", "admin"], default: "customer", required: true },
  gender: { type: String, enum: ["female", "male", "other"], required: true },
  shelf: { type: Number, required: true },
  phone: { type: String },
}));
app.post("/register", async (req, res) => {
  if (!req.body.email || !req.body.password) return res.status(400).end();
  const password = await bcrypt.hash(req.body.password, 10);
  res.status(201).json(await User.create({ ...req.body, password }));
});
app.listen(3000);
"""


def test_what_the_table_of_people_does_not_do_without_is_typed_where_the_body_is_written_as_it_comes(
    tmp_path: Path,
) -> None:
    (tmp_path / "server.js").write_text(WHOLE_RECORD)
    (tmp_path / "package.json").write_text(
        '{"dependencies": {"express": "4", "mongoose": "8", "bcrypt": "5"}}'
    )
    door = plan_trial(build_app(tmp_path), {}).doors.register
    assert door is not None
    assert {name: door.fields[name] for name in ("email", "password", "name")} == {
        "email": "email",
        "password": "password",
        "name": "name",
    }
    assert door.allowed == {"gender": "female", "shelf": "1"}
    assert not {"role", "phone"} & door.fields.keys()
