"""What one component writes and another reads is refused to the one that is looked at."""

from __future__ import annotations

from roadworthy.app import BrowserCall, Location
from roadworthy.patterns.browsers.unguarded_api.finding import ApiGap
from roadworthy.patterns.browsers.unguarded_api.refusing import refusal


def refused(api: str) -> str:
    call = BrowserCall(api, Location("src/services/api.ts", 1, 1), "api", "click", False, False)
    return refusal(ApiGap("api", "storage", (call,), "/login", False, ("question",)))


def test_only_the_way_in_which_the_component_asks_is_refused() -> None:
    assert '["setItem"]' in refused("sessionStorage.setItem")
    assert '["getItem"]' in refused("sessionStorage.getItem")
    assert '["getItem", "setItem", "removeItem"]' in refused("localStorage")
