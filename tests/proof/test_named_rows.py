"""Fields of a body that have to agree with the row that the address names."""

from __future__ import annotations

from pathlib import Path

from roadworthy.frameworks.build import build_app
from roadworthy.proof.named_rows import rows_said, said_of_row

EXPENSES = """
const express = require("express");
const mongoose = require("mongoose");
const app = express();
app.use(express.json());
const { ObjectId } = mongoose.Schema.Types;
const Group = mongoose.model("groups", new mongoose.Schema({ name: String }));
const Expense = mongoose.model("expenses", new mongoose.Schema({
  group: { type: ObjectId, ref: "groups", required: true },
  pin: { type: String },
}));
app.delete("/expenses/:id", async (req, res) => {
  const found = await Expense.findOne({ _id: req.params.id, group: req.body.groupId, pin: req.body.pin });
  if (!found) return res.status(404).end();
  await Expense.deleteOne({ _id: req.params.id });
  res.end();
});
app.listen(3000);
"""


def test_the_row_above_is_said_and_what_is_no_key_is_not(tmp_path: Path) -> None:
    (tmp_path / "server.js").write_text(EXPENSES)
    (tmp_path / "package.json").write_text('{"dependencies": {"express": "4", "mongoose": "8"}}')
    app = build_app(tmp_path)
    (endpoint,) = app.endpoints
    assert [query.operation for query in rows_said(endpoint)] == ["select"]
    row = {"_id": "a", "group": "b", "pin": "1234"}
    assert said_of_row(app, endpoint, "expenses", row) == {"groupId": "b"}
