"""What pages keep of a sign-in is told from their source, so that a browser is signed in as people are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roadworthy.trial.kept_in_pages import kept_names, kept_values

PERSON = {"id": 7, "email": "alice@example.com", "role": "admin"}
ANSWER = {"message": "Welcome", "token": "abcdefghijkl", "customer": PERSON}


def kept(tmp_path: Path, source: str, answer: object = ANSWER) -> dict[str, object]:
    (tmp_path / "auth.tsx").write_text(source)
    values = kept_values(kept_names(tmp_path), answer)
    return {name: value if value == ANSWER["token"] else json.loads(value) for name, value in values.items()}


def test_a_token_and_a_part_of_the_answer(tmp_path: Path) -> None:
    source = """
        const [token] = useState(localStorage.getItem('shop-token'));
        localStorage.setItem('shop-token', data.token);
        localStorage.setItem('shopper', JSON.stringify(data.customer));
    """
    assert kept(tmp_path, source) == {"shop-token": ANSWER["token"], "shopper": PERSON}


def test_a_name_that_is_a_constant(tmp_path: Path) -> None:
    source = "const TOKEN_KEY: string = 'shop.token';\nlocalStorage.getItem(TOKEN_KEY);"
    assert kept(tmp_path, source) == {"shop.token": ANSWER["token"]}


@pytest.mark.parametrize("value", ["userData", "res.data.user", "loggedInUser"])
def test_a_person_by_whichever_name(tmp_path: Path, value: str) -> None:
    source = f"localStorage.getItem('token'); localStorage.setItem('user', JSON.stringify({value}));"
    assert kept(tmp_path, source) == {"token": ANSWER["token"], "user": PERSON}


def test_the_whole_answer(tmp_path: Path) -> None:
    source = "localStorage.setItem('session', JSON.stringify(response.data));"
    assert kept(tmp_path, source) == {"session": ANSWER}


def test_a_store_with_its_fields(tmp_path: Path) -> None:
    source = """
        export const useAuth = create(persist((set) => ({
          user: null,
          token: null,
          isAuthenticated: false,
          loading: false,
          login: async () => {},
        }), { name: 'auth-store' }));
    """
    state = {"user": PERSON, "token": ANSWER["token"], "isAuthenticated": True}
    assert kept(tmp_path, source) == {"auth-store": {"state": state, "version": 0}}


def test_nothing_is_kept_without_a_token(tmp_path: Path) -> None:
    assert kept(tmp_path, "localStorage.setItem('user', JSON.stringify(data));", {"user": PERSON}) == {}


def test_a_token_goes_by_its_usual_name_where_no_page_says_another(tmp_path: Path) -> None:
    assert kept(tmp_path, "export const nothing = 1;") == {"token": ANSWER["token"]}
