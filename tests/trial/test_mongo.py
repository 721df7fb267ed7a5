"""Apps on MongoDB run on a server of this machine: documents are made, read as rows, changed and put back."""

from __future__ import annotations

import datetime as dates
from collections.abc import Iterator
from pathlib import Path

import pytest
from bson import ObjectId

from roadworthy.audit import audit_folder
from roadworthy.errors import TrialUnavailable
from roadworthy.proof.doors import plan_trial
from roadworthy.proof.failing import without_table
from roadworthy.proof.held_tables import most_waiting
from roadworthy.proof.own_statements import only_reads
from roadworthy.trial import Database, Request, Trial, mongo, open_trial
from roadworthy.trial.collection import Collection, Field
from roadworthy.trial.mongo_database import MongoDatabase
from roadworthy.trial.mongo_fill import fill_collection
from roadworthy.trial.mongo_sql import read

BASE = Path(__file__).parents[1] / "bases" / "express-mongo"
KEY = "65f000000000000000000001"


@pytest.fixture(scope="module")
def shop() -> Iterator[Trial]:
    try:
        mongo.found_server()
    except TrialUnavailable as why:
        pytest.skip(str(why))
    app = audit_folder(BASE, select=["malicious-input/broken-access"]).app
    with open_trial(BASE, plan_trial(app, {})) as trial:
        yield trial


@pytest.fixture
def database(shop: Trial) -> Iterator[Database]:
    assert shop.database is not None
    yield shop.database
    shop.reset()


def test_people_sign_in_and_their_documents_are_rows(shop: Trial, database: Database) -> None:
    assert {"alice", "bob", "admin"} <= set(shop.actors)
    made = shop.send("alice", "POST", "/api/notes", json={"title": "Milk", "reference": "home"}).json()["id"]
    (row,) = database.query('select * from "notes" where "_id" = %s', (made,))
    assert (row["title"], row["user"]) == ("Milk", shop.actor("alice").identity["_id"])


def test_a_reset_puts_the_documents_back(shop: Trial, database: Database) -> None:
    database.fill("notes", 30)
    database.execute('update "users" set "role" = %s', ("admin",))
    shop.reset()
    assert database.count("notes") == 0
    assert database.query('select count(*) as n from "users" where "role" = %s', ("admin",)) == [{"n": 1}]


def test_made_documents_are_as_the_model_wants_them(shop: Trial, database: Database) -> None:
    bob = shop.actor("bob").identity["_id"]
    assert database.fill("notes", 12, fixed={"user": bob}) == 12
    assert len(shop.send("bob", "GET", "/api/notes").json()) == 12
    assert database.fill("orders", 5) == 5
    (row,) = database.query('select * from "orders" limit 1')
    assert database.query('select * from "products" where "_id" = %s', (row["product"],))


def test_keys_that_the_app_makes_up_are_text(database: Database) -> None:
    assert isinstance(database, MongoDatabase)
    fields = (Field(name="_id", type="varchar", default="generated"), Field(name="text", type="varchar"))
    words = Collection("words", fields)
    assert fill_collection(database, words, 2, {}) == 2
    keys = [row["_id"] for row in database.query('select * from "words"')]
    assert len(set(keys)) == 2 and all(isinstance(key, str) for key in keys)
    assert not any(ObjectId.is_valid(key) for key in keys)


def test_a_stopped_server_is_missed_and_its_documents_are_there_again(
    shop: Trial, database: Database
) -> None:
    shop.send("alice", "POST", "/api/notes", json={"title": "Kept", "reference": "a"})
    database.stop()
    database.start()
    assert database.count("notes") == 1


def test_a_server_that_stands_still_is_started_anew(
    shop: Trial, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(database, MongoDatabase)
    assert not database.server.revived()
    database.fill("notes", 3)
    monkeypatch.setattr(database.server, "responds", lambda: False)
    assert database.server.revived()
    shop.restart()
    assert database.count("notes") == 3
    assert shop.send("alice", "GET", "/api/notes").ok


def test_a_collection_that_is_away_cannot_be_read_and_comes_back(shop: Trial, database: Database) -> None:
    shop.send("alice", "POST", "/api/notes", json={"title": "Kept", "reference": "a"})
    with without_table(database, "notes", read_only=True):
        assert shop.send("alice", "GET", "/api/notes").status == 500
    database.execute('delete from "notes"')
    with without_table(database, "notes", read_only=True):
        assert shop.send("alice", "GET", "/api/notes").status == 500
    assert shop.send("alice", "GET", "/api/notes").json() == []


def test_the_server_tells_what_it_reads_and_which_rows_are_alike(shop: Trial, database: Database) -> None:
    database.fill("notes", 300)
    question = 'select * from "notes" where "title" = %s', ("no such",)
    assert database.ran("notes", *question).read == 300
    with database.with_index("notes", ["title"]):
        assert database.ran("notes", *question).read < 10
    assert database.ran("notes", 'select * from "notes" order by "title" desc limit 5').returned == 5
    database.execute("""update "notes" set "title" = 'rw-' || "_id" || '-'""")
    assert database.repeated("notes", ["title"]) == 0
    database.execute('update "notes" set "title" = %s', ("same",))
    assert database.repeated("notes", ["title"]) == 300
    assert database.rarest("notes", "title") == "same"
    assert database.childless("users", "_id", "notes", "reference") is not None


def test_what_proofs_ask_is_understood() -> None:
    asked = read('select count(*) as n from "notes" where "user" = %s and "done" = false', (KEY,))
    assert asked.counted == "n"
    assert asked.condition == {"$and": [{"user": {"$in": [KEY, ObjectId(KEY)]}}, {"done": {"$in": [False]}}]}
    for negated in ('"a" is not null', 'not "a" is null'):
        assert read(f'select * from "notes" where {negated}', ()).condition == {"$nor": [{"a": None}]}
    total = read('select coalesce(sum("stock"), 0) as n from "products"', ())
    assert total.reckoned == ("$sum", "stock", "n")
    page = read('select "a" as "key" from t where true order by "a" desc limit 3 offset 2', ())
    assert (page.fields, page.order, page.limit, page.skip) == ((("a", "key"),), (("a", -1),), 3, 2)
    assert read('select * from t where cast("n" as text) = %s', ("7",)).condition == {
        "n": {"$in": ["7", 7, 7.0]}
    }
    assert read('select * from t where "a" like %s', ("%x.%",)).condition == {"a": {"$regex": r"^.*x\..*$"}}


def test_what_is_shown_can_be_pasted_into_mongosh() -> None:
    moment = dates.datetime(2026, 1, 2, tzinfo=dates.UTC)
    line = read('update "notes" set "at" = %s where "_id" = %s', (moment, ObjectId(KEY))).shown()
    assert (
        "updateMany" in line
        and f"ObjectId('{KEY}')" in line
        and "ISODate('2026-01-02T00:00:00+00:00')" in line
    )


def test_what_goes_beyond_one_collection_is_refused() -> None:
    for sql in ("select * from a join b on a.x = b.x", "BEGIN", "select a, count(*) from t group by a"):
        with pytest.raises(TrialUnavailable, match="MongoDB is not asked"):
            read(sql, ())


def test_what_the_app_asks_is_heard_at_the_door(shop: Trial, database: Database) -> None:
    assert isinstance(database, MongoDatabase)
    database.fill("notes", 40, fixed={"user": shop.actor("bob").identity["_id"]})
    asked = database.told_while(lambda: shop.send("bob", "GET", "/api/notes"))
    (looked,) = [one for one in asked if one.startswith('{"find": "notes"')]
    assert database.ran("notes", looked).returned == 40
    (told,) = [one for one in database.statements() if "'notes'" in one.query]
    assert only_reads(told.query) and told.calls == 1
    # Values are left out: the same question of two people is one statement.
    shop.send("alice", "GET", "/api/notes")
    assert {one.calls for one in database.statements() if one.query == told.query} == {2}
    database.clear_statements()
    assert database.statements() == []


def test_questions_about_a_held_collection_wait(shop: Trial, database: Database) -> None:
    answers = []
    most = most_waiting(database, ["notes"], lambda: answers.append(shop.send("alice", "GET", "/api/notes")))
    assert most == 1 and answers[0].ok
    both = [Request(actor=one, method="GET", path="/api/notes") for one in ("alice", "bob")]
    assert most_waiting(database, ["notes"], lambda: shop.together(both)) == 2
    assert most_waiting(database, ["orders"], lambda: shop.send("alice", "GET", "/api/products")) == 0
