"""Decisions about whoever comes that were not read: people are sent away (401, 403) unless a call that nobody followed was content
with them, or such a call weighs who asks against what they ask for.

What stands behind it is asked of somebody, though nothing that was read says of whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from roadworthy.app.answer import Answer
from roadworthy.app.origin import Fact, Origin, each_once
from roadworthy.regex import regex

_UNAUTHORIZED = 401
_REFUSALS = (_UNAUTHORIZED, 403)
# What a request brings by itself, and what was established of whoever sent it.
_ASKERS = frozenset(("headers", "cookies", "session"))
# What the sender types: a password that is compared, a captcha, a code. That is a form's business.
_TYPED = frozenset(("body", "params", "query", "files", "parsed", "input"))
# What else is refused for: where a request comes from, how often, and what is switched off.
_OTHER_REASONS = regex(
    r"csrf|xsrf|captcha|turnstile|limit|throttl|quota|origin|referer|maintenance|feature|flag|geo|country|bot|user_?agent|ip_?addr",
    re.I,
)


def refused_unread(answers: Iterable[Answer], held: frozenset[str], number: int) -> Iterator[Fact]:
    """The facts for which people were sent away before a point of an endpoint, and of which it is not known what they ask: of a
    refusal before query `number`, what does not hold there anyway (`held`, by their names)."""
    for answer in answers:
        if answer.status not in _REFUSALS or answer.handling or answer.after > number:
            continue
        for fact in answer.facts:
            if str(fact) not in held and _is_unread(fact, answer.status):
                yield fact


def _is_unread(fact: Fact, status: int) -> bool:
    """Whether a condition hangs on a call that was not followed, which was given who comes and nothing that people type."""
    sides = _sides(fact)
    calls = [name for side in sides for name in _unread_calls(side)]
    kinds = {leaf.kind for side in sides for leaf in side.leaves()}
    if not calls or kinds & _TYPED or any(map(_OTHER_REASONS.search, calls)):
        return False
    return status == _UNAUTHORIZED or bool(kinds & _ASKERS) or "computed" in kinds


def called_in(fact: Fact) -> str:
    """The call that was not followed and that a condition hangs on, as it is named: `acme.lookup`."""
    calls = [name for side in _sides(fact) for name in _unread_calls(side)]
    return calls[0].split("()")[0] if calls else ""


def _sides(fact: Fact) -> list[Origin]:
    return [side for one in each_once((fact,)) for side in (one.left, one.right) if side is not None]


def weighs_asker(fact: Fact, is_own: Callable[[Origin], bool]) -> bool:
    """Whether a condition hangs on a call that was not followed and that was given both who asks and what they ask for:
    `may_see(user, note.workspace_id)`."""
    return any(_weighs(side, is_own) for side in (fact.left, fact.right) if side is not None)


# What is asked for is a row that was found, or is named by an address.
_ASKED_FOR = frozenset(("row", "params", "parsed"))


def _weighs(origin: Origin, is_own: Callable[[Origin], bool]) -> bool:
    if origin.kind != "computed":
        return False
    if "()" in origin.operation:
        leaves = origin.leaves()
        own = [is_own(leaf) for leaf in leaves]
        other = any(leaf.kind in _ASKED_FOR and not mine for leaf, mine in zip(leaves, own, strict=True))
        if any(own) and other:
            return True
    return any(_weighs(inner, is_own) for inner in origin.inputs)


def _unread_calls(origin: Origin) -> Iterator[str]:
    """The names of the calls of which nothing was read that a value was made by: `acme.lookup()`."""
    if origin.kind != "computed":
        return
    if "()" in origin.operation:
        yield origin.operation
    for inner in (*origin.inputs, *(value for _, value in origin.fields)):
        yield from _unread_calls(inner)
