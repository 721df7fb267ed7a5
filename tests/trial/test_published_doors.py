"""What an app publishes of its own doors, where a library brings them."""

from __future__ import annotations

import json

import pytest

from roadworthy.trial.actor import Actor
from roadworthy.trial.door import Door, Doors
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.published_doors import published_doors

VISITOR = Actor(name="anonymous", role="anonymous", address="192.0.2.1")
FORM = "application/x-www-form-urlencoded"


def _asks(kind: str, *fields: str, **more: object) -> dict[str, object]:
    schema = {"required": list(fields)}
    return {"post": {"requestBody": {"content": {kind: {"schema": schema}}}, **more}}


def _published(document: object) -> Doors:
    def send(_who: object, _request: Request) -> Response:
        return Response(status=200, headers={}, body=json.dumps(document).encode(), seconds=0.1)

    return published_doors(send, VISITOR)


def test_the_shortest_ways_in_are_taken() -> None:
    paths = {
        "/auth/jwt/login": _asks(FORM, "username", "password"),
        "/auth/register": {
            "post": {
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/New"}}}
                }
            }
        },
        "/auth/reset-password": _asks("application/json", "token", "password"),
        "/items": _asks("application/json", "title"),
    }
    schemas = {"New": {"required": ["email", "password"]}}
    found = _published({"paths": paths, "components": {"schemas": schemas}})
    assert found.login == Door(
        method="POST",
        path="/auth/jwt/login",
        fields={"username": "username", "password": "password"},
        form=True,
    )
    assert found.register is not None
    assert found.register.fields == {"email": "email", "password": "password"} and not found.register.form


def test_what_asks_for_a_sign_in_first_is_no_door() -> None:
    guarded = _asks(FORM, "username", "password", security=[{"bearer": []}])
    assert _published({"paths": {"/admin/login": guarded}}) == Doors()


def test_an_app_that_publishes_nothing_has_no_doors_there() -> None:
    assert _published("Not Found") == Doors()


@pytest.mark.parametrize(
    "post",
    [
        {"requestBody": [], "tags": ["x"]},
        {"requestBody": {"content": {"application/json": 3}}},
        {"requestBody": {"content": {"application/json": {"schema": {"required": 7}}}}},
        {"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/None"}}}}},
    ],
)
def test_a_document_of_another_make_has_no_doors(post: object) -> None:
    assert _published({"paths": {"/login": {"post": post}}}) == Doors()
