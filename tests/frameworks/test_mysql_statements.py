"""What MySQL writes in its own way is read as what it means."""

from __future__ import annotations

from pathlib import Path

from roadworthy.frameworks.sql_schema.dialects import as_postgres, misread
from tests.frameworks.node_app import endpoint, shown, understood


def test_keys_made_with_a_table_are_indexes_of_it() -> None:
    read = as_postgres(
        "CREATE TABLE `notes` (id INT AUTO_INCREMENT PRIMARY KEY, label VARCHAR(60), KEY `by_label` (`label`(20), id)) ENGINE=InnoDB"
    )
    table, index = read.split(";")
    assert "KEY" not in table.replace("PRIMARY KEY", "")
    assert index.strip() == 'CREATE INDEX "by_label" ON "notes" ("label", id)'


def test_a_timestamp_of_mysql_is_an_instant_and_a_datetime_is_not() -> None:
    read = as_postgres("CREATE TABLE t (a TIMESTAMP NOT NULL, b DATETIME) ENGINE=InnoDB")
    assert "a TIMESTAMPTZ" in read and "b TIMESTAMP)" in read


def test_a_timestamp_of_sqlite_stays_as_it_is() -> None:
    assert "TIMESTAMPTZ" not in as_postgres(
        "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b TIMESTAMP)"
    )


def test_an_enum_of_mysql_takes_its_words_alone(tmp_path: Path) -> None:
    schema = """
    CREATE TABLE people (id INT PRIMARY KEY, role ENUM('buyer', 'seller') NOT NULL DEFAULT 'buyer', note TEXT);
    ALTER TABLE people ADD COLUMN `state` ENUM("open","shut");
    """
    app = understood(tmp_path, {"server.js": MYSQL, "db/schema.sql": schema})
    table = app.table("people")
    assert table is not None
    assert [column.values for column in table.columns] == [(), ("buyer", "seller"), (), ("open", "shut")]


def test_an_enum_of_postgres_is_no_column() -> None:
    made = "CREATE TYPE role AS ENUM ('buyer')"
    assert as_postgres(made) == made and not misread(made)


MYSQL = """
const express = require("express");
const util = require("util");
const mysql = require("mysql2");
const db = mysql.createConnection(process.env.URL);
const query = util.promisify(db.query).bind(db);
const app = express();
app.use(express.json());
"""


def test_what_callbacks_and_promises_are_given_are_rows(tmp_path: Path) -> None:
    text = (
        MYSQL
        + """
    app.post("/back/:id", (req, res) => {
      db.query("SELECT copies FROM books WHERE id = ?", [req.params.id], (err, rows) => {
        db.query("UPDATE books SET copies = ? WHERE id = ?", [rows[0].copies - 1, req.params.id], () => res.end());
      });
    });
    app.post("/promised/:id", async (req, res) => {
      const rows = await query("SELECT copies FROM books WHERE id = ?", [req.params.id]);
      await query("UPDATE books SET copies = ? WHERE id = ?", [rows[0].copies - 1, req.params.id]);
    });
    app.put("/whole/:id", async (req, res) => {
      await query("UPDATE books SET ? WHERE id = ?", [req.body, req.params.id]);
      await query("INSERT INTO books SET ?", { title: req.body.title });
    });
    """
    )
    app = understood(tmp_path, {"index.js": text})
    for subject in ("POST /back/:id", "POST /promised/:id"):
        (_, changed) = endpoint(app, subject).queries
        assert shown(changed) == "update books id=params.id copies:-(books.copies, 1)"
    whole, made = endpoint(app, "PUT /whole/:id").queries
    assert shown(whole) == "update books id=params.id ...body"
    assert shown(made) == "insert books title:body.title"


PROCEDURES = """
const db = require("./db");
exports.make = () => db.query(`
  CREATE PROCEDURE AssignRoom(IN p_student INT, IN p_room INT)
  BEGIN
    DECLARE held INT;
    SELECT COUNT(*) INTO held FROM students WHERE room_id = p_room;
    IF held >= 4 THEN
      SIGNAL SQLSTATE '45000';
    ELSE
      UPDATE students SET room_id = p_room WHERE id = p_student;
    END IF;
  END;
`);
"""


def test_a_called_procedure_is_what_its_body_does(tmp_path: Path) -> None:
    text = (
        MYSQL
        + """
    app.put("/rooms/:id", async (req, res) => { await db.promise().query("CALL AssignRoom(?, ?)", [req.params.id, req.body.room]); });
    app.get("/students/:id", async (req, res) => { const [rows] = await db.promise().execute("CALL StudentById(?)", [req.params.id]); });
    app.get("/other/:id", async (req, res) => { await db.promise().execute("CALL Elsewhere(?)", [req.params.id]); });
    """
    )
    made = "DELIMITER //\nCREATE PROCEDURE StudentById(IN p_id INT)\nBEGIN\n  SELECT s.name, s.email FROM students s WHERE s.id = p_id;\nEND //\n"
    app = understood(tmp_path, {"index.js": text, "procedures.js": PROCEDURES, "db/procedures.sql": made})
    asked = [
        shown(endpoint(app, one).queries[0])
        for one in ("PUT /rooms/:id", "GET /students/:id", "GET /other/:id")
    ]
    assert asked == ["update students id=params.id room_id:body.room", "select students id=params.id", "raw "]


def test_a_table_is_one_however_its_letters_are_written(tmp_path: Path) -> None:
    text = """
    const express = require("express");
    const { Sequelize, DataTypes } = require("sequelize");
    const sequelize = new Sequelize(process.env.URL, { dialect: "mysql" });
    const Student = sequelize.define("Student", { name: DataTypes.STRING });
    const app = express();
    app.get("/x/:id", async (req, res) => {
      res.json(await sequelize.query("SELECT name FROM students WHERE students.id = :id", { replacements: { id: req.params.id } }));
    });
    """
    app = understood(tmp_path, {"index.js": text})
    assert shown(endpoint(app, "GET /x/:id").queries[0]) == "select Students id=params.id"
