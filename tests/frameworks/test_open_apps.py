"""Apps that ask nobody who they are, and sessions that other people's pages can use."""

from __future__ import annotations

from pathlib import Path

from app_text import written

from roadworthy.app import App
from roadworthy.patterns.malicious_input.broken_access.open_apps import judge_open_app, keeps_people_unguarded
from roadworthy.views.requests.cross_site import open_sessions

BOOKINGS = """
import sqlite3

from fastapi import FastAPI, Form

app = FastAPI()


@app.on_event("startup")
def prepare():
    connection = sqlite3.connect("visits.db")
    connection.execute("CREATE TABLE IF NOT EXISTS visits (id INTEGER PRIMARY KEY, email TEXT, hour TEXT)")


@app.post("/book")
def book(email: str = Form(...), hour: str = Form(...)):
    connection = sqlite3.connect("visits.db")
    cursor = connection.cursor()
    cursor.execute("SELECT 1 FROM visits WHERE hour = ?", (hour,))
    if cursor.fetchone() is not None:
        return {"booked": False}
    cursor.execute("INSERT INTO visits (email, hour) VALUES (?, ?)", (email, hour))
    connection.commit()
    return {"booked": True}
"""

READ_OUT = """

@app.get("/visits")
def visits():
    cursor = sqlite3.connect("visits.db").cursor()
    cursor.execute("SELECT id, email, hour FROM visits")
    return cursor.fetchall()
"""

SIGNED_UP_TO = """
import express from "express";
import bcrypt from "bcryptjs";
import mongoose from "mongoose";

const User = mongoose.model("User", new mongoose.Schema({ phone: String, password: String, address: String }));
const City = mongoose.model("City", new mongoose.Schema({ name: String }));
const app = express();
app.use(express.json());

app.post("/users", async (req, res) => {
  const password = await bcrypt.hash(String(req.body.password), 10);
  await User.create({ phone: String(req.body.phone), address: String(req.body.address), password });
  res.status(201).json({ ok: true });
});

app.post("/sign-in", async (req, res) => {
  const user = await User.findOne({ phone: String(req.body.phone) });
  const right = user && (await bcrypt.compare(String(req.body.password), user.password));
  res.status(right ? 200 : 401).json({ ok: Boolean(right) });
});

app.get("/users", async (req, res) => res.json(await User.find({}, { phone: 1 })));
app.get("/cities", async (req, res) => res.json(await City.find()));
app.listen(3000);
"""

SIGN_IN = """
from flask import Flask, redirect, request, session

app = Flask(__name__)


@app.post("/login")
def login():
    session["{key}"] = request.form["name"]
    return redirect("/")
"""


def test_a_form_for_everyone_needs_no_account(tmp_path: Path) -> None:
    assert not _of(tmp_path, BOOKINGS).view(keeps_people_unguarded)


def test_what_people_left_is_not_for_everyone(tmp_path: Path) -> None:
    assert _of(tmp_path, BOOKINGS + READ_OUT).view(keeps_people_unguarded)


def test_what_an_app_offers_to_all_needs_no_account(tmp_path: Path) -> None:
    packages = (
        '{"type": "module", "dependencies": {"express": "4.19.2", "mongoose": "8.5.1", "bcryptjs": "2.4.3"}}'
    )
    app = written(tmp_path, {"index.js": SIGNED_UP_TO, "package.json": packages})
    assert app.view(keeps_people_unguarded)
    told = {one.subject for one in app.endpoints if judge_open_app(app, one) is not None}
    assert told == {"GET /users"}


def test_a_session_that_was_filled_by_hand_is_open(tmp_path: Path) -> None:
    (session,) = open_sessions(_of(tmp_path, SIGN_IN.format(key="user_id")))
    assert (session.library, session.place.start_line) == ("flask", 4)


def test_a_session_without_anybody_in_it_is_nothing(tmp_path: Path) -> None:
    assert open_sessions(_of(tmp_path, SIGN_IN.format(key="cart_id"))) == ()


def test_a_session_that_stays_on_its_site_is_closed(tmp_path: Path) -> None:
    kept = 'app.config["SESSION_COOKIE_SAMESITE"] = "Lax"\n'
    assert open_sessions(_of(tmp_path, SIGN_IN.format(key="user_id") + kept)) == ()


def _of(folder: Path, text: str) -> App:
    return written(folder, {"main.py": text, "requirements.txt": "fastapi\nflask\n"})
