"""What one component writes and another reads is refused to the one that is looked at."""

from __future__ import annotations

from roadworthy.app import BrowserCall, Location
from roadworthy.patterns.browsers.unguarded_api.finding import ApiGap
from roadworthy.patterns.browsers.unguarded_api.refusing import never_called, refusal


def refused(api: str) -> str:
    call = BrowserCall(api, Location("src/services/api.ts", 1, 1), "api", "click", False, False)
    return refusal(ApiGap("api", "storage", (call,), "/login", False, ("question",)))


def test_only_the_way_in_which_the_component_asks_is_refused() -> None:
    assert '["setItem"]' in refused("sessionStorage.setItem")
    assert '["getItem"]' in refused("sessionStorage.getItem")
    assert '["getItem", "setItem", "removeItem"]' in refused("localStorage")


def test_a_call_that_the_page_does_not_make_as_it_opens_is_named() -> None:
    def gap(api: str) -> ApiGap:
        call = BrowserCall(api, Location("src/services/api.ts", 1, 1), "api", "effect", False, False)
        return ApiGap("api", "storage", (call,), "/", True)

    called = frozenset({"getItem", "setItem"})
    assert never_called(gap("localStorage.removeItem"), called) == "removeItem"
    assert never_called(gap("localStorage.getItem"), called) == ""
    assert never_called(gap("localStorage.theme"), called) == ""
