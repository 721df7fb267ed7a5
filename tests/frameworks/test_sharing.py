"""Records that say the same are one record, and records that only compare as equal are not."""

from __future__ import annotations

from roadworthy.app.origin import Fact, Origin, each_once
from roadworthy.frameworks.sharing import shared_fact, shared_origin, sharing, together


def _computed(value: int | float | bool) -> Origin:
    return Origin(
        "computed", operation="+", inputs=(Origin("body", ("amount",)), Origin("constant", value=value))
    )


def test_what_says_the_same_is_one_record() -> None:
    with sharing():
        one, other = shared_origin(_computed(1)), shared_origin(_computed(1))
        first, second = (shared_fact(Fact("<", _computed(1), Origin("session", ("id",)))) for _ in range(2))
        assert one is other
        assert first is second
        assert first.left is one
        assert together((first, second)) is together((second, first))


def test_one_and_yes_are_not_the_same() -> None:
    with sharing():
        made = [shared_origin(_computed(value)) for value in (1, True, 1.0)]
        assert len({id(origin) for origin in made}) == 3
        assert [type(origin.inputs[1].value) for origin in made] == [int, bool, float]


def test_ways_of_an_either_or_are_shared_too() -> None:
    def either(value: int) -> Fact:
        way = Fact("truthy", _computed(value))
        return Fact("any", Origin("unknown"), any_of=((way,), (way, way)))

    with sharing():
        assert shared_fact(either(1)) is shared_fact(either(1))
        assert shared_fact(either(1)) is not shared_fact(either(2))


def test_nothing_is_kept_beyond_an_audit() -> None:
    with sharing():
        before = shared_origin(_computed(1))
    with sharing():
        assert shared_origin(_computed(1)) is not before
    assert shared_origin(before) is before


def test_facts_are_gone_through_once_in_their_order() -> None:
    held = [Fact("truthy", Origin("body", (name,))) for name in "abc"]
    either = Fact("any", Origin("unknown"), any_of=((held[0], held[1]), (held[1],)))
    again = Fact("any", Origin("unknown"), any_of=((either,), (held[2],)))
    assert list(each_once([either, again, held[0], either])) == [either, held[0], held[1], again, held[2]]
