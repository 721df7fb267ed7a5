"""Who wants in by a link is sent one: nothing is typed that could be guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from roadworthy.views.requests.purpose import RESET, SIGN_IN
from roadworthy.views.requests.purposes import purposes_of
from tests.frameworks.app_text import written

APP = """
import express from "express";
import nodemailer from "nodemailer";
import bcrypt from "bcryptjs";
import jwt from "jsonwebtoken";
import { users } from "./users";

const app = express();
app.use(express.json());
const mails = nodemailer.createTransport({});

app.post("/auth/signin", async (req, res) => {
  const { email, FIELD } = req.body;
  const user = await users.findByEmail(email);
  if (!user) return res.sendStatus(401);
  STEP
  res.sendStatus(200);
});
"""
LINK = "await mails.sendMail({ to: email, text: jwt.sign({ id: user.id }, process.env.SECRET) });"
WORD = "if (!(await bcrypt.compare(password, user.password))) return res.sendStatus(401);"


@pytest.mark.parametrize(("sent", "step", "kind"), [("origin", LINK, RESET), ("password", WORD, SIGN_IN)])
def test_what_a_sign_in_is_called_over_and_over_for(tmp_path: Path, sent: str, step: str, kind: str) -> None:
    app = written(tmp_path, {"index.ts": APP.replace("FIELD", sent).replace("STEP", step)})
    found = app.endpoint("POST /auth/signin")
    assert found is not None and purposes_of(app, found)[0].kind == kind
