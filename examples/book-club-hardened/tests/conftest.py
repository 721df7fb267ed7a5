"""Tests run against the real Postgres in DATABASE_URL, migrated to head; they leave rows behind."""

import os
import uuid
from collections.abc import Callable, Iterator

import pytest

os.environ.update(SIGN_IN_LIMIT="1000/minute", OPENLIBRARY_URL="http://127.0.0.1:9")

from fastapi.testclient import TestClient  # noqa: E402

from app.database import SessionLocal  # noqa: E402
from app.main import app  # noqa: E402
from app.models import Book  # noqa: E402


class Person:
    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.email = f"{uuid.uuid4().hex}@example.com"
        account = {"email": self.email, "password": "correct horse", "name": "Reader"}
        self.id = client.post("/auth/register", json=account).json()["id"]
        answer = client.post("/auth/login", data={"username": self.email, "password": "correct horse"})
        self.headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def call(self, method: str, path: str, headers: dict[str, str] | None = None, **options):
        return self.client.request(method, path, headers=self.headers | (headers or {}), **options)


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as running:
        yield running


@pytest.fixture
def person(client: TestClient) -> Callable[[], Person]:
    return lambda: Person(client)


@pytest.fixture
def book_id() -> int:
    with SessionLocal() as db:
        book = Book(isbn=str(uuid.uuid4().int)[:13], title="A book")
        db.add(book)
        db.commit()
        return book.id
