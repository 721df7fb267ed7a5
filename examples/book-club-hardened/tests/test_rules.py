from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.database import SessionLocal


def at_once(action, times: int) -> list[int]:
    with ThreadPoolExecutor(times) as pool:
        return sorted(answer.status_code for answer in pool.map(lambda _: action(), range(times)))


def test_a_note_is_seen_by_its_owner_only(person, book_id):
    alice, bob = person(), person()
    note = alice.call("POST", "/notes", json={"book_id": book_id, "body": "mine"}).json()
    assert alice.call("GET", f"/notes/{note['id']}").status_code == 200
    assert bob.call("GET", f"/notes/{note['id']}").status_code == 404


def test_a_deleted_note_can_be_restored(person, book_id):
    alice = person()
    path = f"/notes/{alice.call('POST', '/notes', json={'book_id': book_id, 'body': 'mine'}).json()['id']}"
    assert alice.call("DELETE", path).status_code == 204
    assert alice.call("GET", path).status_code == 404
    assert alice.call("POST", f"{path}/restore").json()["body"] == "mine"


def test_only_administrators_list_users(person):
    assert person().call("GET", "/admin/users").status_code == 403


@pytest.mark.parametrize("change", [{"is_admin": True}, {"points": 9}, {"name": None}, {"name": "a\u202eb"}])
def test_a_profile_change_is_limited_to_name_and_bio(person, change):
    assert person().call("PATCH", "/me", json=change).status_code == 422


@pytest.mark.parametrize("amount", [-1, 0, 0.001, True, "5", 1e9])
def test_impossible_amounts_are_refused(person, amount):
    alice, bob = person(), person()
    answer = alice.call("POST", "/points/transfer", json={"to_user_id": bob.id, "amount": amount})
    assert answer.status_code == 422


def test_one_seat_goes_to_one_person(person):
    owner = person()
    club = owner.call("POST", "/clubs", json={"name": "Small", "seats": 1}).json()["id"]
    people = [person() for _ in range(4)]
    turns = iter(people)
    assert at_once(lambda: next(turns).call("POST", f"/clubs/{club}/join"), 4) == [200, 409, 409, 409]


def test_one_idempotency_key_moves_points_once(person):
    alice, bob = person(), person()
    transfer = {"to_user_id": bob.id, "amount": 10.5}
    key = {"Idempotency-Key": "first-attempt"}
    assert at_once(lambda: alice.call("POST", "/points/transfer", key, json=transfer), 4) == [200] * 4
    assert alice.call("GET", "/me").json()["points"] == 89.5
    assert bob.call("GET", "/me").json()["points"] == 110.5


def test_a_double_click_without_a_key_moves_points_once(person):
    alice, bob = person(), person()
    transfer = {"to_user_id": bob.id, "amount": 10}
    assert at_once(lambda: alice.call("POST", "/points/transfer", json=transfer), 2) == [200, 409]


def test_one_review_per_person_and_book(person, book_id):
    alice = person()
    review = {"book_id": book_id, "rating": 4}
    assert at_once(lambda: alice.call("POST", "/reviews", json=review), 3) == [201, 409, 409]


def test_erasure_leaves_no_trace_of_the_person(person, book_id):
    alice, bob = person(), person()
    alice.call("POST", "/notes", json={"book_id": book_id, "body": alice.email})
    alice.call("POST", "/points/transfer", json={"to_user_id": bob.id, "amount": 1, "message": alice.email})
    assert alice.call("GET", "/me/export").json()["notes"][0]["body"] == alice.email
    assert alice.call("DELETE", "/me").status_code == 204
    assert alice.call("GET", "/me").status_code == 401
    with SessionLocal() as db:
        tables = db.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        for table in tables:
            query = text(f'SELECT count(*) FROM "{table}" AS row WHERE row::text LIKE :email')
            assert db.scalar(query, {"email": f"%{alice.email}%"}) == 0, table


def test_the_audit_trail_cannot_be_changed(person):
    person()
    with SessionLocal() as db, pytest.raises(DBAPIError, match="append-only"):
        db.execute(text("DELETE FROM audit_events"))


def test_an_unreachable_catalogue_is_a_clear_answer(person):
    answer = person().call("POST", "/books", json={"isbn": "9780140328721"})
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers


def test_guessing_one_password_is_slowed_down(client, person):
    alice = person()
    guess = {"username": alice.email, "password": "wrong"}
    assert 429 in [client.post("/auth/login", data=guess).status_code for _ in range(12)]


def test_assets_are_cached_and_compressed(client):
    page = client.get("/").text
    path = page.split('<script src="')[1].split('"')[0]
    answer = client.get(path)
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"


def test_every_answer_has_a_request_id_and_the_app_reports_its_health(client):
    assert client.get("/readyz").json()["database"] == "ok"
    answer = client.get("/healthz", headers={"X-Request-ID": "from-the-proxy"})
    assert answer.headers["X-Request-ID"] == "from-the-proxy"


PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@pytest.mark.parametrize(
    ("content", "status"), [(PNG, 200), (b"<script>alert(1)</script>", 415), (PNG + b"0" * 600_000, 413)]
)
def test_a_picture_is_small_and_a_picture(person, content, status):
    answer = person().call("POST", "/me/picture", files={"picture": ("me.png", content, "image/png")})
    assert answer.status_code == status


def test_a_picture_is_its_owners_and_goes_with_the_account(person):
    alice = person()
    alice.call("POST", "/me/picture", files={"picture": ("me.png", PNG, "image/png")})
    assert alice.call("GET", "/me/picture").content == PNG
    assert person().call("GET", "/me/picture").status_code == 404
    assert "content_base64" in alice.call("GET", "/me/export").json()["picture"]
    assert alice.call("DELETE", "/me").status_code == 204


def test_a_search_finds_own_notes_only_and_takes_signs_as_signs(person, book_id):
    alice, bob = person(), person()
    for somebody in (alice, bob):
        somebody.call("POST", "/notes", json={"book_id": book_id, "body": f"100% of {somebody.id}"})
    found = alice.call("GET", "/notes/search", params={"word": "0% of"}).json()
    assert [note["body"] for note in found] == [f"100% of {alice.id}"]
    assert alice.call("GET", "/notes/search", params={"word": "' or 1=1 -- "}).json() == []
    assert alice.call("GET", "/notes/search", params={"word": "_"}).json() == []


def test_an_invitation_shows_a_name_as_text(client):
    assert "<script>" not in client.get("/invite", params={"name": "<script>alert(1)</script>"}).text
