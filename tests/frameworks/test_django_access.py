"""Django and REST framework: who may, what serializers let through and what they show."""

from __future__ import annotations

import pytest
from app_text import of_base, statuses
from python_app import only, writes

from roadworthy.views.people.access import OWNER, ROLE, SIGNED_IN, Access


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("GET /", set()),
        ("GET /orders/", {SIGNED_IN}),
        ("GET /notes/", {SIGNED_IN}),
        ("POST /products/new/", {SIGNED_IN, ROLE}),
        ("GET /api/orders/", {SIGNED_IN}),
        ("PUT /api/notes/:pk/", {SIGNED_IN, OWNER}),
    ],
)
def test_guards(subject: str, wanted: set[str]) -> None:
    assert Access(only(of_base("django"), subject)).anywhere() == wanted


def test_every_row_of_the_base_is_the_persons_own() -> None:
    app = of_base("django")
    for subject in (
        "GET /orders/",
        "GET /notes/",
        "GET /notes/:pk/",
        "GET /api/orders/",
        "DELETE /api/notes/:pk/",
    ):
        access = Access(only(app, subject))
        assert all(OWNER in access.after_query(query) for query in access.endpoint.queries), subject


def test_a_serializer_checks_what_may_be_written() -> None:
    endpoint = only(of_base("django"), "PUT /api/notes/:pk/")
    (check,) = endpoint.checks
    assert (check.library, dict(check.fields)) == ("drf", {"title": "str max 120", "body": "str max 10000"})
    update = next(q for q in endpoint.queries if q.operation == "update")
    assert writes(update) == {"title": "parsed.title", "body": "parsed.body"}


def test_a_serializer_shows_its_fields_and_nothing_more() -> None:
    app = of_base("django")
    answer = next(a for a in only(app, "GET /api/orders/:pk/").answers if a.status == 200)
    assert [name for name, _ in answer.body.fields] == ["id", "product", "product_name", "quantity"]
    assert statuses(app, "GET /api/orders/:pk/") == [403, 404, 200]


def test_a_page_of_a_list_is_limited_by_the_settings() -> None:
    listed = only(of_base("django"), "GET /api/notes/").queries[-1]
    assert str(listed.limit) == "20"
