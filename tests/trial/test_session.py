from __future__ import annotations

from roadworthy.trial import Actor
from roadworthy.trial.session import as_seen_elsewhere, learn_cookies


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


def test_a_link_that_is_followed_takes_along_what_a_form_of_another_site_does_not() -> None:
    alice = Actor(name="alice", role="user", address="203.0.113.7")
    learn_cookies(alice, ["plain=1; Path=/", "lax=2; SameSite=Lax", "strict=3; SameSite=Strict"])
    assert as_seen_elsewhere(alice).cookies == {"plain": "1"}
    assert as_seen_elsewhere(alice, followed=True).cookies == {"plain": "1", "lax": "2"}
