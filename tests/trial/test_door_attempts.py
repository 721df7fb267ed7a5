"""What a door's own answer says that it wants."""

from __future__ import annotations

import json

from roadworthy.trial.actor import Entry
from roadworthy.trial.door import Door, learned
from roadworthy.trial.door_attempts import asked_fields, attempts
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


def test_what_a_validator_of_node_names_is_filled_in_however_it_says_it() -> None:
    person = PEOPLE[0]
    by_field = _refused(status="Bad Request", details=[{"field": "role", "message": "Required"}])
    assert asked_fields(by_field, person) == {"role": person.value("unknown")}
    by_path = _refused(errors=[{"path": ["body", "email"], "message": "Required", "code": "invalid_type"}])
    assert asked_fields(by_path, person) == {"email": person.email}
    by_name = _refused(error="Invalid input", fieldErrors={"first_name": ["First name is required"]})
    assert asked_fields(by_name, person) == {"first_name": "Alice"}


def test_what_either_pydantic_says_is_missing_is_filled_in() -> None:
    for kind in ("missing", "value_error.missing"):
        answer = _refused(detail=[{"loc": ["body", "role"], "msg": "field required", "type": kind}])
        assert asked_fields(answer, PEOPLE[0]) == {"role": PEOPLE[0].value("unknown")}
    words = "value is not a valid enumeration member; permitted: 'trainer', 'manager'"
    answer = _refused(detail=[{"loc": ["body", "role"], "msg": words, "type": "type_error.enum"}])
    assert asked_fields(answer, PEOPLE[0]) == {"role": "trainer"}


def test_of_the_values_that_are_allowed_the_plainest_is_taken() -> None:
    words = "Invalid enum value. Expected 'admin' | 'customer' | 'provider', received 'x'"
    assert asked_fields(_refused(errors=[{"path": ["role"], "message": words}]), PEOPLE[0]) == {
        "role": "customer"
    }
    listed = _refused(message=[{"property": "gender", "message": "gender must be one of: male, female"}])
    assert asked_fields(listed, PEOPLE[0]) == {"gender": "male"}


def test_a_door_is_known_with_what_it_asked_for() -> None:
    door = Door(method="POST", path="/register", fields={"email": "email"}, allowed={"role": "member"})
    sent = {"email": "alice.trial@example.com", "role": "customer", "gender": "male", "phone": "+14155550101"}
    known = learned(door, Entry(method="POST", path="/register", json=sent))
    assert known.fields == {"email": "email", "role": "unknown", "gender": "unknown", "phone": "phone"}
    assert known.allowed == {"role": "customer", "gender": "male"}
    assert learned(door, None) == door


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


def test_what_may_be_left_out_is_filled_in_first_and_left_out_then() -> None:
    fields = {"email": "email", "password": "password"}
    door = Door(method="POST", path="/register", fields=fields, optional={"phone": "phone"})
    first, second = [attempt["json"] for attempt in attempts(door, PEOPLE[0]) if "json" in attempt][:2]
    assert set(first) == {"email", "password", "phone"} and set(second) == {"email", "password"}
