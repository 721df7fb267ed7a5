"""Apps that tell their database who asks."""

from __future__ import annotations

from pathlib import Path

from roadworthy.views.people.told_to_database import told_to_database
from tests.frameworks.node_app import understood

APP = """
import express from "express";
import pg from "pg";
const pool = new pg.Pool();
const app = express();
app.get("/notes/:id", async (req, res) => {
  await pool.query("SELECT set_config('app.user_id', $1, true)", [req.headers.user]);
  const { rows } = await pool.query("SELECT * FROM notes WHERE id = $1", [req.params.id]);
  res.json(rows[0]);
});
app.listen(3000);
"""
NOTES = "CREATE TABLE notes (id int PRIMARY KEY, user_id text);\n"
POLICY = "CREATE POLICY own ON notes USING (user_id = current_setting('app.user_id', true));\n"


def test_policies_decide_where_the_database_is_told_who_asks(tmp_path: Path) -> None:
    decided = understood(tmp_path / "decided", {"index.ts": APP, "schema.sql": NOTES + POLICY})
    written = understood(tmp_path / "written", {"index.ts": APP, "schema.sql": NOTES})

    assert decided.view(told_to_database)
    assert not written.view(told_to_database)
