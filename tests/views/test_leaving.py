"""Which endpoints erase a person, and what they find to erase."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.people.leaving import finds_some, ways_out
from tests.frameworks.node_app import understood

APP = """
import express from "express";
import mongoose from "mongoose";
import jwt from "jsonwebtoken";
const User = mongoose.model("User", new mongoose.Schema({ email: { type: String, unique: true }, name: String, emailVerified: Date }));
const Recipe = mongoose.model("Recipe", new mongoose.Schema({ title: String, createdBy: { type: mongoose.Types.ObjectId, ref: "User" } }));
const app = express();
const signedIn = (req, res, next) => {
  req.user = jwt.verify(req.headers.authorization, process.env.SECRET);
  next();
};
app.post("/verify", signedIn, async (req, res) => {
  const user = await User.findById(req.user.id);
  user.emailVerified = new Date();
  await user.save();
  res.json({});
});
app.delete("/account", signedIn, async (req, res) => {
  await Recipe.deleteMany({ author: req.user.id });
  await Recipe.deleteMany({ createdBy: req.user.id });
  await User.findByIdAndDelete(req.user.id);
  res.json({});
});
app.listen(3000);
"""


def test_that_an_address_was_verified_erases_nobody(tmp_path: Path) -> None:
    app = understood(tmp_path, {"server.ts": APP})
    assert [way.subject for way in ways_out(app)] == ["DELETE /account"]


def test_nothing_is_found_by_a_field_that_the_schema_does_not_know(tmp_path: Path) -> None:
    app = understood(tmp_path, {"server.ts": APP})
    (way,) = ways_out(app)
    assert [finds_some(app, query) for query in way.queries if query.operation == "delete"] == [
        False,
        True,
        True,
    ]
