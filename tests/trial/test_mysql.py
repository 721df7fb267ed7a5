"""Apps on MySQL run on a server of this machine: rows are made, read, written and put back, and nothing of it stays."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pymysql
import pytest

import roadworthy
from roadworthy.audit import audit_folder
from roadworthy.errors import TrialUnavailable, UnsafeTarget
from roadworthy.proof.doors import plan_trial
from roadworthy.trial import Database, Trial, mysql, open_trial
from roadworthy.trial.database_server import on_path
from roadworthy.trial.event_loop import EventLoop
from roadworthy.trial.mysql_fill import checks_of
from roadworthy.trial.mysql_given import GivenMysql
from roadworthy.trial.mysql_schema import statements
from roadworthy.trial.run_folder import run_folder

BASE = Path(__file__).parents[1] / "bases" / "express-mysql"
SEQUELIZE = (
    Path(roadworthy.__file__).parent
    / "patterns/malicious_input/broken_access/cases/clear_express_mysql_sequelize"
)
BESIDE_MODELS = """
CREATE TABLE `settings` (
  `name` VARCHAR(60) NOT NULL PRIMARY KEY
);
INSERT INTO settings (name) VALUES ('theme; dark');
ALTER TABLE users ADD COLUMN nickname VARCHAR(40);
"""


def needs_server() -> None:
    try:
        mysql.found_program()
    except TrialUnavailable as why:
        pytest.skip(str(why))


@pytest.fixture(scope="module")
def shop() -> Iterator[Trial]:
    needs_server()
    with open_trial(
        BASE, plan_trial(audit_folder(BASE, select=["malicious-input/broken-access"]).app, {})
    ) as trial:
        yield trial


@pytest.fixture
def database(shop: Trial) -> Iterator[Database]:
    assert shop.database is not None
    yield shop.database
    shop.reset()


def test_people_sign_in_and_their_rows_are_seen(shop: Trial, database: Database) -> None:
    assert {"alice", "bob", "admin"} <= set(shop.actors)
    made = shop.send("alice", "POST", "/api/notes", json={"title": "Milk", "reference": "home"})
    assert made.status == 201
    assert database.query('select "title", "user_id" from "notes" where "id" = %s', (made.json()["id"],)) == [
        {"title": "Milk", "user_id": shop.actor("alice").identity["id"]}
    ]


def test_a_reset_puts_back_rows_and_the_next_key(shop: Trial, database: Database) -> None:
    first = shop.send("alice", "POST", "/api/notes", json={"title": "One", "reference": "a"}).json()["id"]
    shop.reset()
    assert database.count("notes") == 0
    assert (
        shop.send("alice", "POST", "/api/notes", json={"title": "Two", "reference": "a"}).json()["id"]
        == first
    )


def test_a_changed_schema_is_made_anew(shop: Trial, database: Database) -> None:
    database.execute('ALTER TABLE "notes" DROP COLUMN "title"')
    database.execute('DROP TABLE "orders"')
    shop.reset()
    assert "orders" in database.tables()
    assert shop.send("alice", "POST", "/api/notes", json={"title": "Three", "reference": "a"}).status == 201


def test_made_rows_hold_the_rules_of_the_tables(database: Database) -> None:
    assert database.fill("orders", 300) == 300
    assert database.query('select count(*) as n from "orders" where "quantity" < 1')[0]["n"] == 0
    assert {row["role"] for row in database.query('select distinct "role" from "users"')} <= {
        "member",
        "admin",
    }


def test_rows_of_the_persons_own_are_made(shop: Trial, database: Database) -> None:
    key = shop.actor("bob").identity["id"]
    assert database.fill("notes", 5, fixed={"user_id": key}) == 5
    assert len(shop.send("bob", "GET", "/api/notes").json()) == 5


def test_the_server_tells_the_rows_that_it_reads(database: Database) -> None:
    database.fill("notes", 2_000)
    sql, wanted = 'select * from "notes" where "title" = %s', ("no such",)
    scanned = database.ran("notes", sql, wanted)
    with database.with_index("notes", ["title"]):
        found = database.ran("notes", sql, wanted)
    assert scanned.read >= 2_000 and scanned.way == "full scan"
    assert found.read < 10 and "index" in found.way


def test_the_app_s_statements_are_counted_and_ours_are_not(shop: Trial, database: Database) -> None:
    database.clear_statements()
    database.query('select count(*) from "products"')
    shop.send("alice", "GET", "/api/notes")
    told = [one.query for one in database.statements()]
    assert any("from notes" in query for query in told) and not any("products" in query for query in told)


def test_a_stopped_server_is_missed_and_found_again(shop: Trial, database: Database) -> None:
    database.stop()
    assert shop.send("alice", "GET", "/api/products").status == 500
    database.start()
    assert shop.send("alice", "GET", "/api/products").status == 200


def test_statements_are_told_apart() -> None:
    text = "INSERT INTO a VALUES ('x;y'); -- z;\nDELIMITER //\nCREATE TRIGGER t BEGIN SELECT 1; END//\nDELIMITER ;\nSELECT 2;"
    first, trigger, last = statements(text)
    assert first.startswith("INSERT") and "END" in trigger and last == "SELECT 2"


def test_checks_are_read() -> None:
    assert checks_of("CREATE TABLE t (a int CHECK (\"a\" > 0), CONSTRAINT c CHECK (\"b\" in ('x','y')))") == [
        '"a" > 0',
        "\"b\" in ('x','y')",
    ]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server as a person runs it, on a port of this machine."""
    needs_server()
    maria, maker = on_path("mariadbd"), on_path("mariadb-install-db")
    if maria is None or maker is None:
        pytest.skip("this test starts MariaDB's server itself")
    folder = tmp_path_factory.mktemp("server")
    who = ["--user=root"] if os.geteuid() == 0 else []
    own = ["--no-defaults", *who, f"--datadir={folder}/data"]
    making = [str(maker), *own, "--auth-root-authentication-method=normal"]
    subprocess.run(making, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    place = [f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder}/s", f"--pid-file={folder}/pid"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([str(maria), *own, *place], stdout=log, stderr=log)
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        try:
            pymysql.connect(host="127.0.0.1", port=port, user="root", password="").close()
            break
        except pymysql.OperationalError:
            time.sleep(0.05)
    yield f"mysql://root@127.0.0.1:{port}"
    server.terminate()
    server.wait(20)


def test_a_server_that_runs_already_lends_a_database_and_gets_it_back(running: str) -> None:
    app = audit_folder(BASE, select=["malicious-input/broken-access"]).app
    with open_trial(BASE, plan_trial(app, {"database_server": running})) as trial:
        assert trial.database is not None
        assert (
            trial.send("alice", "POST", "/api/notes", json={"title": "Lent", "reference": "a"}).status == 201
        )
        trial.reset()
        assert trial.database.count("notes") == 0
        trial.database.stop()
        assert trial.send("alice", "GET", "/api/products").status == 500
    port = int(running.rpartition(":")[2])
    connection = pymysql.connect(host="127.0.0.1", port=port, user="root", password="")
    with connection, connection.cursor() as cursor:
        cursor.execute("SHOW DATABASES LIKE 'roadworthy%'")
        assert cursor.fetchall() == ()
        cursor.execute("SELECT user FROM mysql.user WHERE user LIKE 'roadworthy%'")
        assert cursor.fetchall() == ()


def test_sequelize_s_models_and_sql_files_make_the_tables_together(tmp_path: Path) -> None:
    needs_server()
    folder = tmp_path / "app"
    shutil.copytree(BASE, folder)
    shutil.copytree(SEQUELIZE, folder, dirs_exist_ok=True)
    (folder / "db" / "schema.sql").write_text(BESIDE_MODELS)
    for name in ("orders.js", "products.js"):
        (folder / "server" / name).unlink()
    app = audit_folder(folder, select=["malicious-input/broken-access"]).app
    with open_trial(folder, plan_trial(app, {})) as trial:
        assert trial.database is not None
        assert {"users", "notes", "settings"} <= set(trial.database.tables())
        assert trial.database.query('select "name" from "settings"') == [{"name": "theme; dark"}]


def test_a_server_elsewhere_is_refused() -> None:
    loop = EventLoop()
    try:
        with pytest.raises(UnsafeTarget, match=r"db\.example\.com"):
            GivenMysql(loop, "mysql://root@db.example.com/shop")
    finally:
        loop.close()


def test_a_database_that_only_the_app_s_code_names_is_made_for_it() -> None:
    needs_server()
    loop = EventLoop()
    with run_folder() as folder:
        server = mysql.Mysql(loop, folder)
        try:
            server.open()
            said = "code: 'ER_BAD_DB_ERROR', sqlMessage: \"Unknown database 'corner_shop'\""
            assert not server.made_named("Database connected")
            assert server.made_named(said)
            assert not server.made_named(said)
            assert server.apply_sql(["CREATE TABLE things (id INT PRIMARY KEY);"]) == ()
            with server.connect("corner_shop") as connection, connection.cursor() as cursor:
                assert cursor.execute("SELECT id FROM things") == 0
        finally:
            server.close()
            loop.close()
