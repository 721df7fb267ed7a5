"""What a door's own answer says that it wants."""

from __future__ import annotations

import json

from roadworthy.trial.door_attempts import asked_fields
from roadworthy.trial.exchange import Response
from roadworthy.trial.kept_in_pages import token_in
from roadworthy.trial.people import PEOPLE


def _refused(**said: object) -> Response:
    return Response(status=400, headers={}, body=json.dumps(said).encode(), seconds=0.1)


def test_a_field_that_rest_framework_asks_for_is_filled_in() -> None:
    person = PEOPLE[0]
    answer = _refused(email=["This field is required."], phone=["Enter a valid number."])
    assert asked_fields(answer, person) == {"email": person.email}


def test_a_field_that_was_not_sent_is_asked_for_in_any_language() -> None:
    answer = _refused(email=["Este campo es requerido."], password=["Muy corta."], non_field_errors=["No."])
    assert asked_fields(answer, PEOPLE[0], ("username", "password")) == {"email": PEOPLE[0].email}


def test_a_refusal_of_the_credentials_asks_for_nothing() -> None:
    answer = _refused(detail="No active account found with the given credentials")
    assert asked_fields(answer, PEOPLE[0]) == {}


def test_the_token_that_opens_is_not_the_one_that_renews() -> None:
    assert token_in({"refresh": "renews-it-later", "access": "opens-it-now"}) == "opens-it-now"


def test_a_key_is_a_token_where_the_answer_is_nothing_else() -> None:
    assert token_in({"key": "9944b09199c62bcf"}) == "9944b09199c62bcf"
    assert token_in({"key": "9944b09199c62bcf", "name": "a setting"}) is None


def test_a_signed_token_is_known_under_any_name_but_that_of_one_which_renews() -> None:
    signed = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOjF9.c2lnbmVk"
    assert token_in({"user": {"id": 1}, "acces_token": signed}) == signed
    assert token_in({"data": {"userToken": signed}}) == signed
    assert token_in({"refreshToken": signed, "resetToken": signed}) is None
    assert token_in({"userToken": "not-signed-at-all"}) is None
