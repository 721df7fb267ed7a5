"""Which regular expressions double with each letter, told apart from those that only look like it."""

from __future__ import annotations

import re
import time

import pytest

from roadworthy.views.code.backtracking import TooMany, parsed, tries
from roadworthy.views.code.runaway_patterns import runaway

DOUBLING = (
    r"^(a+)+$",
    r"([0-9]+)+\#",
    r"^(a|a)*$",
    r"(x+x+)+y",
    r"^(\w+\s?)*$",
    r"^(?P<year>\d+)+-$",
    r"^\w+([.-]?\w+)*@\w+([.-]?\w+)*(\.\w{2,3})+$",
    r"^([0-9a-zA-Z]([-.\w]*[0-9a-zA-Z])*@{1}([0-9a-zA-Z][-\w]*[0-9a-zA-Z]\.)+[a-zA-Z]{2,9})$",
    r"^(https?:\/\/)?([\da-z\.-]+)\.([a-z\.]{2,6})([\/\w \.-]*)*\/?$",
)
SOUND = (
    r"^[^\s@]+@[^\s@]+\.[^\s@]+$",
    r"^[a-z]+(-[a-z]+)*$",
    r"^([^,]*,)*$",
    r"^(a|b)*$",
    r"^(\+\d{1,2}\s?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}$",
    r"^(?=.*[a-z])(?=.*\d).{8,}$",
    r"(\d{1,3},)*\d+",
    r"^(\d{3}-?){2}\d{4}$",
    # No pattern at all, or one that is not understood.
    "",
    r"(a",
)


@pytest.mark.parametrize("pattern", DOUBLING)
def test_a_pattern_that_doubles_is_found_with_a_text_that_shows_it(pattern: str) -> None:
    attack = runaway(pattern)
    items = parsed(pattern)
    assert attack is not None
    assert items is not None
    with pytest.raises(TooMany):
        tries(items, attack.text(25), 100_000)


@pytest.mark.parametrize("pattern", SOUND)
def test_a_sound_pattern_is_not(pattern: str) -> None:
    assert runaway(pattern) is None


def test_a_group_is_named_as_javascript_names_it() -> None:
    assert runaway(r"^(?<year>\d+)+-$") == runaway(r"^(?P<year>\d+)+-$") is not None


def test_what_is_found_keeps_python_itself_busy() -> None:
    pattern = r"^(\w+\s?)*$"
    attack = runaway(pattern)
    assert attack is not None
    spent = []
    for rounds in (14, 22):
        begun = time.process_time()
        assert re.match(pattern, attack.text(rounds)) is None
        spent.append(time.process_time() - begun)
    # Eight letters more are 256 times the ways.
    assert spent[1] > 20 * spent[0]


@pytest.mark.parametrize("pattern", ["(" * 300 + "a" + "+)*" * 300, "(a+)*" * 80, "((a|b|c)*d*)*" * 30])
def test_looking_ends_soon_whatever_the_pattern(pattern: str) -> None:
    begun = time.process_time()
    runaway(pattern)
    assert time.process_time() - begun < 5
