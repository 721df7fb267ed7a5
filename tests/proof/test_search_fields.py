"""Fields for searching are known by their names, in whatever language the page speaks."""

from __future__ import annotations

import pytest

from roadworthy.proof.search_fields import SEARCHING


@pytest.mark.parametrize(
    "told",
    [
        "Search products",
        "Rechercher un produit...",
        "Buscar cliente",
        "Pesquisar",
        "Produkte suchen",
        "Cerca prodotti",
        "Cari produk",
        "Ürün ara",
    ],
)
def test_a_field_for_searching(told: str) -> None:
    assert SEARCHING.search(told)


@pytest.mark.parametrize(
    "told", ["Allergies such as nuts", "Procurement number", "Name", "Carico", "Arabic name"]
)
def test_any_other_field(told: str) -> None:
    assert not SEARCHING.search(told)
