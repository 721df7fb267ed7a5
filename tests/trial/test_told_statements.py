"""What drivers for Node ask of SQLite is written down once, with its values."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from roadworthy.trial.told_statements import told_statements

WATCHED = Path(__file__).parents[2] / "src" / "roadworthy" / "trial" / "files" / "watched" / "sqlite.cjs"
DRIVER = """
class Statement {
  all(...values) { return [...this.iterate(...values)]; }
  *iterate() { yield 1; }
}
module.exports = class Database { prepare(sql) { return new Statement(sql); } };
"""
APP = """
import Database from "better-sqlite3";
const statement = new Database("shop.db").prepare("SELECT * FROM goods WHERE name = ? AND stock > ?");
if (statement.all("Ana's tea", 3).length !== 1) throw new Error("answered otherwise");
"""


def test_a_prepared_statement_is_told_when_it_is_run(tmp_path: Path) -> None:
    driver = tmp_path / "node_modules" / "better-sqlite3"
    driver.mkdir(parents=True)
    (driver / "package.json").write_text('{"name": "better-sqlite3", "main": "index.js"}')
    (driver / "index.js").write_text(DRIVER)
    (tmp_path / "app.mjs").write_text(APP)
    told = tmp_path / "told"
    told.touch()
    environment = {**os.environ, "ROADWORTHY_STATEMENTS": str(told), "NODE_OPTIONS": f"--require={WATCHED}"}
    subprocess.run(["node", "app.mjs"], cwd=tmp_path, env=environment, check=True)
    assert told_statements(told) == ["SELECT * FROM goods WHERE name = 'Ana''s tea' AND stock > 3"]
