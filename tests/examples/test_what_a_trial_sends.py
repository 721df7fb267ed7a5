"""What the requests of a trial hold, told from the source of the examples alone."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from roadworthy.audit import Audit, audit_folder
from roadworthy.patterns.data_volume.unbounded_list.prove_project import as_it_stands
from roadworthy.patterns.malicious_input.injection.in_statements import default_of
from roadworthy.patterns.malicious_input.injection.scene import Scene
from roadworthy.proof.routes import table_read
from roadworthy.proof.uploaded_files import field_of
from roadworthy.proof.valid_request import needed_amounts
from roadworthy.views.requests.form_files import takes_file

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def studio() -> Audit:
    return audit_folder(EXAMPLES / "yoga-studio")


def endpoint(audit: Audit, subject: str) -> Any:
    found = audit.app.endpoint(subject)
    assert found is not None
    return found


def test_a_file_that_a_handler_takes_from_the_form_is_sent_under_its_name(studio: Audit) -> None:
    upload = endpoint(studio, "POST /api/upload")
    assert takes_file(studio.app, upload)
    assert field_of(studio.app, upload) == "file"


def test_where_only_a_column_will_do_the_honest_value_is_the_default_of_the_code(studio: Audit) -> None:
    gap = next(
        one
        for one in studio.gaps
        if (one.pattern, one.subject) == ("malicious-input/injection", "GET /api/classes")
    )
    scene = SimpleNamespace(endpoint=endpoint(studio, "GET /api/classes"), found=gap.finding.details)
    assert default_of(cast(Scene, scene)) == "starts_at"


def test_who_books_has_credits_and_the_class_has_spots(studio: Audit) -> None:
    book = endpoint(studio, "POST /api/bookings")
    insert = next(query for query in book.queries if query.operation == "insert")
    assert set(needed_amounts(book, insert.facts)) == {("classes", "spots_left"), ("users", "credits")}


@pytest.mark.parametrize("name", ["repair-desk", "repair-desk-hardened"])
def test_the_address_of_a_page_names_a_row_that_the_page_itself_asks_for(name: str) -> None:
    app = audit_folder(EXAMPLES / name).app
    page = next(one for one in app.pages if one.route == "/tickets/:id")
    assert table_read(app, page) == "tickets"


def test_a_list_that_the_page_no_longer_asks_for_is_not_asked_for_in_its_stead() -> None:
    before, after = (audit_folder(EXAMPLES / name) for name in ("repair-desk", "repair-desk-hardened"))
    lists = [query for query in before.app.queries if (query.table, query.operation) == ("tickets", "select")]
    whole = next(query for query in lists if query.function == "load" and not query.one and query.order)
    assert as_it_stands(before.app, whole) is not None
    assert as_it_stands(after.app, whole) is None
