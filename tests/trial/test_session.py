from __future__ import annotations

from roadworthy.trial import Actor
from roadworthy.trial.session import learn_cookies


def test_a_cookie_of_authjs_is_known_by_both_of_its_names() -> None:
    alice = Actor(name="alice", role="user", address="203.0.113.7")
    learn_cookies(alice, ["__Secure-next-auth.session-token=abc; Path=/; HttpOnly; Secure; SameSite=Lax"])
    assert alice.cookies == {"__Secure-next-auth.session-token": "abc", "next-auth.session-token": "abc"}
    learn_cookies(alice, ["__Secure-next-auth.session-token=; Path=/; Max-Age=0"])
    assert alice.cookies == {}


def test_any_other_cookie_has_one_name() -> None:
    alice = Actor(name="alice", role="user", address="203.0.113.7")
    learn_cookies(alice, ["__Host-sid=abc; Path=/; Secure"])
    assert alice.cookies == {"__Host-sid": "abc"}
