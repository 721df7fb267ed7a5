"""Forms of pages are read, filled in and judged as people do it."""

from __future__ import annotations

from roadworthy.trial import Actor, Request, Response
from roadworthy.trial.door import Door, Doors
from roadworthy.trial.form_data import FormData
from roadworthy.trial.forms import Forms
from roadworthy.trial.html_form import entrance, filled, form_encoded, read_page
from roadworthy.trial.people import Person

ALICE = Person("alice", 1)
PAGE = """
<html><head><meta name="csrf-token" content="from-meta"></head><body>
<p class="alert alert-danger">This address is <b>taken</b>.</p>
<a href="/login">Sign in</a>
<form method="get" action="/search"><input name="q"></form>
<form method="post">
  <input type="hidden" name="csrf_token" value="abc">
  <input name="shop_name" required>
  <input name="email" type="email"><br>
  <input name="password" type="password">
  <input name="password2" type="password">
  <input type="checkbox" name="terms" value="yes" required>
  <input type="checkbox" name="newsletter">
  <select name="country"><option value="">Choose</option><option value="DE">Germany</option></select>
  <textarea name="about"></textarea>
  <button name="go" value="join">Join</button>
</form></body></html>
"""


def test_the_form_that_asks_for_a_password_is_the_way_in() -> None:
    page = read_page(PAGE, "/register")
    form = entrance(page, register=True)
    assert form is not None and form.action == "/register" and form.method == "POST"


def test_a_form_is_filled_in_by_meaning() -> None:
    form = entrance(read_page(PAGE, "/register"), register=True)
    assert form is not None
    sent = filled(form, ALICE, {}, everything=False)
    assert sent == {
        "csrf_token": "abc",
        "shop_name": "Alice Example",
        "email": "alice.trial@example.com",
        "password": "Tr1al!Passw0rd-Alice",
        "password2": "Tr1al!Passw0rd-Alice",
        "terms": "yes",
        "country": "DE",
        "about": "",
        "go": "join",
    }


def test_a_page_tells_its_token_its_links_and_what_it_complains_of() -> None:
    page = read_page(PAGE, "/register")
    assert page.tokens == {"csrf-token": "from-meta", "csrf_token": "abc"}
    assert page.links == (("/login", "Sign in"),)
    assert page.complaints == "This address is taken ."


def test_a_forms_fields_travel_as_a_browser_sends_them() -> None:
    assert form_encoded({"a": [1, 2], "on": True, "off": False, "none": None}) == "a=1&a=2&on=on"


def _form(path: str) -> Request:
    return Request(actor="alice", method="POST", path=path, json={"title": "Tea"})


def _answer(status: int, body: str = "", **headers: str) -> Response:
    kind = {"content-type": "text/html"}
    return Response(status=status, headers={**kind, **headers}, body=body.encode(), seconds=0.1)


def test_a_redirect_is_success_unless_it_leads_to_the_sign_in() -> None:
    forms = Forms(["POST /notes/<int:note_id>/edit"])
    request = _form("/notes/7/edit")
    assert forms.judged(request, _answer(302, location="/notes/7")).ok
    assert not forms.judged(request, _answer(302, location="/login?next=/notes/7/edit")).ok


def test_the_same_form_shown_again_is_a_refusal() -> None:
    forms = Forms(["POST /notes/new"])
    again = '<form method="post" action=""><input name="title"></form>'
    assert not forms.judged(_form("/notes/new"), _answer(200, again)).ok
    assert forms.judged(_form("/notes/new"), _answer(200, "<p>Saved</p>")).ok


def test_a_link_that_does_something_is_judged_by_where_it_leads() -> None:
    forms = Forms([], links=["GET /notes/<int:note_id>/drop"])
    request = Request(actor="alice", method="GET", path="/notes/7/drop")
    assert forms.judged(request, _answer(302, location="/notes")).ok
    assert not forms.judged(request, _answer(302, location="/login?next=/notes/7/drop")).ok
    assert not forms.judged(request, _answer(404)).ok
    listed = Request(actor="alice", method="GET", path="/notes")
    assert not forms.judged(listed, _answer(302, location="/")).ok
    assert forms.leads_on("GET", "/notes/7/drop") and not forms.reads("GET", "/notes/7/drop")


def test_a_json_route_is_left_as_it_is() -> None:
    forms = Forms(["POST /notes/new"])
    answer = _answer(302, location="/elsewhere")
    assert forms.judged(_form("/api/notes"), answer) is answer


def test_the_token_travels_with_each_form() -> None:
    actor = Actor(name="alice", role="user", address="192.0.2.1", form_fields={"csrf_token": "abc"})
    sent = Forms(["POST /notes/new"]).encoded(actor, _form("/notes/new"))
    assert sent.data == "csrf_token=abc&title=Tea"
    assert sent.json is None


def test_a_token_that_stands_on_the_list_above_is_taken_from_there() -> None:
    actor = Actor(name="admin", role="admin", address="192.0.2.1")

    def send(_who: object, request: Request) -> Response:
        if request.method == "GET" and request.path == "/users":
            form = '<form method="post"><input type="hidden" name="csrf_token" value="good"></form>'
            return _answer(200, form)
        if request.method == "GET":
            return _answer(404)
        good = "csrf_token=good" in str(request.data)
        return _answer(302, location="/users") if good else _answer(400, "The CSRF token is missing.")

    forms = Forms(["POST /users/<int:user_id>/delete"])
    request = Request(actor="admin", method="POST", path="/users/7/delete")
    assert forms.sent(send, actor, request).ok


def test_a_token_that_the_app_reads_like_any_field_is_the_page_s() -> None:
    alice = Actor(name="alice", role="user", address="203.0.113.7", form_fields={"csrf_token": "abc"})
    made = {"csrf_token": "Example text", "why": "gone"}
    request = Request(actor=alice, method="POST", path="/users/3/delete", json=made)
    sent = Forms(["POST /users/<int:id>/delete"]).encoded(alice, request)
    assert sent.data == "csrf_token=abc&why=gone"


def test_whoever_registered_is_led_on_to_the_sign_in() -> None:
    door = Door(method="POST", path="/register", fields={})
    forms = Forms(["POST /register", "POST /notes/new"], lambda: Doors(register=door))
    assert forms.judged(_form("/register"), _answer(302, location="/login")).ok
    assert not forms.judged(_form("/register"), _answer(302, location="/register")).ok
    assert not forms.judged(_form("/notes/new"), _answer(302, location="/login")).ok


def test_a_form_that_brings_a_file_brings_the_token_along() -> None:
    actor = Actor(name="alice", role="user", address="192.0.2.1", form_fields={"csrf_token": "abc"})
    forms = Forms(["POST /notes/new"], form_data=FormData({"POST /notes/new": ("photo",)}))
    sent = forms.encoded(actor, _form("/notes/new")).data
    assert isinstance(sent, bytes)
    assert all(part in sent for part in (b'name="csrf_token"\r\n\r\nabc', b'name="title"\r\n\r\nTea'))
    assert b'name="photo"; filename="picture.png"' in sent


def test_beside_files_of_ones_own_the_other_fields_travel_as_text() -> None:
    actor = Actor(name="alice", role="user", address="192.0.2.1", form_fields={"csrf_token": "abc"})
    made = Forms(["POST /notes/new"]).beside(actor, _form("/notes/new"), {"photo": b""})
    assert (made.json, made.data) == (None, {"csrf_token": "abc", "title": "Tea"})
