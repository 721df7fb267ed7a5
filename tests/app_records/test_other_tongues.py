"""Names in other languages are read as the English words they stand for; English names stay as they are."""

from __future__ import annotations

import pytest

from roadworthy.app.other_tongues import in_english, spelled, without_class


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("fechaNacimiento", "fecha_birth"),
        ("contraseña", "password"),
        ("mot_de_passe", "password"),
        ("prix_unitaire", "price_unitaire"),
        ("Pacientes", "patients"),
        ("preço", "price"),
        ("no_hp", "phone"),
    ],
)
def test_words_of_other_languages_are_told_in_english(name: str, english: str) -> None:
    assert spelled(name) == english
    assert in_english(name) == english


@pytest.mark.parametrize("name", ["createdBy", "orders", "TeamMember", "no_hpa", "stateless", "prefix"])
def test_english_names_stay_as_they_are(name: str) -> None:
    assert in_english(name) == name


@pytest.mark.parametrize(
    ("name", "about"),
    [
        ("jobs_jobpostmodel", "jobs_jobpost"),
        ("JobPostModel", "JobPost"),
        ("car_models", "car_models"),
        ("models", "models"),
    ],
)
def test_what_a_class_says_of_itself_is_no_part_of_a_name(name: str, about: str) -> None:
    assert without_class(name) == about
