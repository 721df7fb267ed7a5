"""Which columns end what others begin."""

from __future__ import annotations

from roadworthy.trial.spans import ending


def test_the_end_of_what_another_begins() -> None:
    stays = [("id", "integer"), ("checkIn", "datetime"), ("checkOut", "datetime"), ("created_at", "datetime")]
    assert ending(stays) == {"checkOut": "checkIn"}
    loans = [("loan_date", "date"), ("due_date", "date"), ("note", "text")]
    assert ending(loans) == {"due_date": "loan_date"}
    lessons = [("start_time", "time"), ("end_time", "time"), ("start_date", "date"), ("end_date", "date")]
    assert ending(lessons) == {"end_time": "start_time", "end_date": "start_date"}


def test_what_begins_nothing_ends_nothing() -> None:
    assert ending([("due_date", "date"), ("created_at", "date")]) == {}
    assert ending([("start", "date"), ("end", "timestamptz")]) == {}
    assert ending([("from", "text"), ("to", "text")]) == {}
