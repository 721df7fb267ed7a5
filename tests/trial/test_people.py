"""What a field of a form means is told by the words of its name."""

from __future__ import annotations

import pytest

from roadworthy.trial.people import role_of


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("pwd", "password"),
        ("pwd-confirm", "password_confirmation"),
        ("userPwd", "password"),
        ("email", "email"), ("confirmEmail", "email"), ("user.email", "email"), ("username_or_email", "email"),
        ("password", "password"), ("passphrase", "password"),
        ("confirmPassword", "password_confirmation"), ("password2", "password_confirmation"), ("confirm", "password_confirmation"),
        ("userName", "username"), ("identifier", "username"), ("nick", "username"), ("user_handle", "username"), ("login_id", "username"),
        ("firstName", "first_name"), ("surname", "last_name"), ("fullName", "name"), ("display_name", "name"),
        ("mobile", "phone"), ("date_of_birth", "date"), ("acceptTerms", "boolean"),
        ("age", "number"), ("company_size", "number"), ("userCount", "number"),
    ],
)  # fmt: skip
def test_a_field_is_known_by_its_name(name: str, role: str) -> None:
    assert role_of(name) == role


@pytest.mark.parametrize(
    "name", ["country", "account", "message", "language", "image", "hotel", "photos", "is_superuser"]
)
def test_a_word_inside_of_another_says_nothing(name: str) -> None:
    assert role_of(name) == "unknown"


def test_what_the_audit_says_comes_first() -> None:
    assert role_of("handle", "email") == "email"
