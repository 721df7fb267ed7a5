"""Flask: what forms check, and which template's form sends what where."""

from __future__ import annotations

from pathlib import Path

from app_text import of_base, written
from python_app import only, writes


def test_a_form_is_a_check_of_its_fields() -> None:
    endpoint = only(of_base("flask"), "POST /orders/new")
    (check,) = endpoint.checks
    assert check.library == "wtforms"
    assert dict(check.fields) == {
        "product_id": "int min 1",
        "quantity": "int min 1 max 100",
        "key": "str min 16 max 64",
    }
    order = next(q for q in endpoint.queries if q.operation == "insert")
    assert writes(order)["idempotency_key"] == "parsed.key"


def test_a_form_is_not_checked_by_looking_at_it() -> None:
    assert only(of_base("flask"), "GET /orders/new").checks == ()


def test_template_forms_know_their_route() -> None:
    forms = {(c.name, f.fetches) for c in of_base("flask").components for f in c.forms}
    assert ("notes/show.html", (("POST", "/notes/<int:note_id>/delete"),)) in forms
    assert ("orders/new.html", (("POST", "/orders/new"),)) in forms


def test_a_script_that_switches_buttons_off_guards_every_form_of_the_page() -> None:
    components = {c.name: c for c in of_base("flask").components}
    assert components["notes/show.html"].forms[0].disabled_while_pending
    assert components["notes/show.html"].renders == ("base.html",)
    assert "csrf_token" in components["notes/show.html"].forms[0].fields


def test_a_form_without_a_script_can_be_sent_twice(tmp_path: Path) -> None:
    app = written(
        tmp_path,
        {
            "main.py": """
            from flask import Flask, render_template

            app = Flask(__name__)

            @app.get("/ask")
            def ask():
                return render_template("ask.html")
            """,
            "templates/ask.html": """
            <!-- before -->
            <form action="{{ url_for('ask') }}?again=1" method="post">
              <input name="question">
              <button type="submit">Ask {{ name }}</button>
            </form>
            """,
        },
    )
    (component,) = app.components
    (form,) = component.forms
    assert (form.label, form.fields, form.disabled_while_pending) == ("Ask {{ name }}", ("question",), False)
    assert form.fetches == (("POST", "/ask"),)
    source = (tmp_path / "templates/ask.html").read_text()
    assert source[form.location.start : form.location.end].startswith("<form action")
    assert source[form.location.start : form.location.end].endswith("</form>")
    assert source[form.control.start : form.control.end] == '<button type="submit">'
