"""The two book clubs: what the prototype's planted gaps rest on is seen, and what the hardened one does about them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from python_app import filters, of_table, only, writes

from roadworthy.app import App
from roadworthy.frameworks.build import build_app

EXAMPLES = Path(__file__).parents[2] / "examples"


@cache
def _app(name: str) -> App:
    return build_app(EXAMPLES / name)


def test_nothing_is_left_out() -> None:
    assert len(_app("book-club").endpoints) == 31
    assert len(_app("book-club-hardened").endpoints) == 38
    assert not _app("book-club").unknown and not _app("book-club-hardened").unknown


def test_a_note_is_read_by_its_number_alone_or_by_its_owner() -> None:
    (open_to_all,) = of_table(only(_app("book-club"), "GET /notes/{note_id}"), "notes", "select")
    assert filters(open_to_all) == ["id = parsed.note_id"]
    (owned,) = of_table(only(_app("book-club-hardened"), "GET /notes/{note_id}"), "notes", "select")
    assert "user_id = users.id" in filters(owned)


def test_the_role_is_checked_in_one_of_them() -> None:
    assert "users.is_admin" not in map(str, only(_app("book-club"), "GET /admin/users").facts)
    assert "users.is_admin" in map(str, only(_app("book-club-hardened"), "GET /admin/users").facts)


def test_a_seat_is_taken_by_reading_and_writing_or_in_the_database() -> None:
    (lost,) = of_table(only(_app("book-club"), "POST /clubs/{club_id}/join"), "clubs", "update")
    assert writes(lost) == {"seats_left": "-(clubs.seats_left, 1)"} and not lost.writes[0].arithmetic
    assert (lost.location.path, lost.location.start_line) == ("app/crud.py", 66)
    (safe,) = of_table(only(_app("book-club-hardened"), "POST /clubs/{club_id}/join"), "clubs", "update")
    assert safe.writes[0].arithmetic and "seats_left > 0" in filters(safe)


def test_a_transfer_moves_points_of_two_rows() -> None:
    first, second = of_table(only(_app("book-club"), "POST /points/transfer"), "users", "update")
    assert (first.location.start_line, second.location.start_line) == (124, 125)
    assert first.filters[0].value.query != second.filters[0].value.query
    locked = [q for q in only(_app("book-club-hardened"), "POST /points/transfer").queries if q.lock]
    assert [q.table for q in locked] == ["users"]


def test_any_field_of_a_user_can_be_set_in_one_of_them() -> None:
    (update,) = of_table(only(_app("book-club"), "PATCH /me"), "users", "update")
    assert [str(origin) for origin in update.spreads] == ["body"]
    (named,) = of_table(only(_app("book-club-hardened"), "PATCH /me"), "users", "update")
    assert set(writes(named)) == {"name", "bio"} and not named.spreads


def test_inserts_stand_where_the_gaps_do() -> None:
    places = {"POST /reviews": 111, "POST /notes": 86, "POST /clubs": 46, "POST /points/transfer": 126}
    for subject, line in places.items():
        insert = next(q for q in only(_app("book-club"), subject).queries if q.operation == "insert")
        assert (insert.location.path, insert.location.start_line) == ("app/crud.py", line)


def test_an_idempotency_key_is_claimed_in_one_of_them() -> None:
    claims = of_table(only(_app("book-club-hardened"), "POST /clubs"), "idempotency_keys", "insert")
    assert [claim.conflict for claim in claims] == ["user_id,key"]


def test_the_look_up_is_bounded_in_one_of_them() -> None:
    (open_ended,) = only(_app("book-club"), "POST /books").services
    assert (open_ended.service, open_ended.client, open_ended.location.start_line) == (
        "openlibrary.org",
        "httpx",
        10,
    )
    assert open_ended.timeout is not None and open_ended.timeout.value is None and not open_ended.caught
    (bounded,) = only(_app("book-club-hardened"), "POST /books").services
    assert bounded.timeout is not None and bounded.timeout.value == 3.0
    assert bounded.retries is not None and bounded.caught


def test_rules_of_a_review() -> None:
    loose, strict = (only(_app(n), "POST /reviews").checks[0] for n in ("book-club", "book-club-hardened"))
    assert (dict(loose.fields)["rating"], loose.strict) == ("int", False)
    assert (dict(strict.fields)["rating"], strict.strict) == ("int ge 1 le 5", True)


def test_static_files() -> None:
    (plain,) = _app("book-club").statics
    assert (plain.mount, plain.folder, plain.max_age, plain.compressed) == (
        "/static",
        "app/static",
        None,
        False,
    )
    (cached,) = _app("book-club-hardened").statics
    assert (cached.max_age, cached.immutable, cached.compressed) == (31_536_000, True, True)
