"""Calls that were not followed and may refuse: what stands behind them is asked of somebody, and nobody read what.

`await policy.check(user, note)` of a library that is not known, `requires("notes:write")` over a view: code goes on after them
only for those whom they let through. A condition that says so is learned there, so that no pattern takes what was not read for
something that asks nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from roadworthy.app.origin import UNFOLLOWED, Origin
from roadworthy.frameworks.rows import Row
from roadworthy.frameworks.written import written_name
from roadworthy.interpret import (
    Args,
    Choice,
    Datum,
    Derived,
    External,
    ListValue,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.languages import form
from roadworthy.regex import regex

_WORD = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Words of a name that say by themselves that somebody is let through or not ...
_PERMITS = frozenset(
    _WORD.findall(
        "authorize authorise authorized authorised authorization permission permissions permit permits permitted acl rbac ability"
        " can cannot may allow allows allowed enforce privilege privileges forbid forbidden role roles protect protected guard guarded"
        " rule rules logged signed owner ownership member membership entitled access policy grant granted requires"
    )
)
# ... and those that say so where a person or a request is looked at.
_LOOKS = frozenset(
    _WORD.findall(
        "check checks ensure assert require required verify validate must belongs admin staff superuser scope scopes restrict restricted"
        " auth authenticate authenticated login session secured token user"
    )
)
# What is done with something, or what else is looked at.
_OTHER = frozenset(
    _WORD.findall(
        "find create save update delete remove insert upsert get list fetch count push map filter select query add set put repository log"
        " track password passwd hash otp code email mail type format exists health limit limiter rate throttle cache sign signin signup"
        " signout logout login send encode decode encrypt decrypt parse serialize render redirect share play print execute run"
    )
)
_COMMANDS = regex(r"(require|ensure|assert|protect|enforce|authori[sz]e|authenticate|must)(?![a-z])")
_STANDARD = frozenset(
    ("assert", "node:assert", "fs", "fs/promises", "fs-extra", "os", "console", "path", "typing")
)
# A permission of its that is only made is asked later, where the framework asks it, which is read.
_ASKED_LATER = "rest_framework.permissions."
# A middleware or a dependency with such a word in its name prepares something, and lets everybody through.
_PREPARES = frozenset(
    _WORD.findall(
        "body parser parse json urlencoded text raw cors helmet morgan compress compression multer upload limit limiter ratelimit slow"
        " throttle csrf csurf log logger pino winston cookie cookies session static favicon timeout cache etag locale translate"
        " serve swagger docs trace tracing tracer sentry metrics prom prometheus proxy busboy fileupload hpp sanitize xss override id"
        " db database engine settings config page pagination paginate redis client form params query gzip trusted host https correlation"
        " profiler toolbar whitenoise locale common clickjacking messages history htmx security content response error errors async handler"
        " health context"
    )
)


class Unfollowed(Model):
    """What a call that was not followed may have asked. Where the code goes on, it was content."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """By the name of what was called."""
        return Origin(UNFOLLOWED, (self.name,))


def pass_unfollowed(run: Run, name: str, node: form.Node) -> None:
    """From here on, something that was not read has let the request through."""
    known = any(
        isinstance(one.value, Unfollowed) and one.value.name == name for one in run.context.conditions
    )
    if not known:
        run.learn(run.condition(Unfollowed(name), True, node), lasting=True)


def on_unfollowed(run: Run, callee: Value, args: Args, node: form.Node) -> None:
    """A call that was not followed: what its name and its arguments say of what it asks."""
    if not run.frames or run.context.trigger or run.context.handling:
        return
    name = name_of(callee) or _as_written(node)
    says = _says(name)
    looks = says == "looks" and any(_is_somebody(one) for one in (*args.all(), *callee.inputs()))
    commands = bool(says) and not args.all() and _COMMANDS.match(name.rsplit(".", 1)[-1]) is not None
    if says == "permits" or looks or commands:
        pass_unfollowed(run, name, node)


class Put(Unfollowed):
    """What something that was not read put on the request (`request.space`): who asks, or where they belong."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Put(f"{self.name}.{name}")


# What apps put on a request of who comes with it.
_WHO = regex(
    r"^(current_?|active_?|my_?)?(tenant|org(ani[sz]ation)?|workspace|account|company|firm|team|space|household|store|shop|site|school|club|member(ship)?"
    r"|customer|employee|person|profile|viewer|principal|identity|claims|jwt|decoded|roles?|permissions?|abilit(y|ies)|scopes?)(_?(id|slug|key))?$",
    re.I,
)


def put_on_request(name: str) -> Put | None:
    """A part of a request that only a middleware puts there which was not read, where its name says that it is about who asks."""
    return Put(f"request.{name}") if _WHO.match(name) else None


def pass_unread(run: Run, guard: Value, node: form.Node) -> None:
    """Something that nobody read (a middleware, a decorator) stands before a function that is entered, and has let the request
    through."""
    name = name_of(guard)
    if guards_by_name(name):
        pass_unfollowed(run, name, node)


@lru_cache(maxsize=8_192)
def guards_by_name(name: str) -> bool:
    """Whether what stands before a handler lets only some people through, by what its name says."""
    words = frozenset(word for part in name.split(".") for word in _words(part))
    return bool(words & (_PERMITS | _LOOKS)) and not words & _PREPARES


def may_guard(name: str) -> bool:
    """Whether what stands before one handler alone may let only some people through, for all that its name says."""
    return bool(name) and not any(_words(part) & _PREPARES for part in name.split("."))


def name_of(callee: Value) -> str:
    """What is called, in the words of the code: `guard.check`."""
    if isinstance(callee, External):
        return callee.path.replace("()", "").replace("[]", "")
    if isinstance(callee, Datum):
        return ".".join(callee.path[-2:])
    if not isinstance(callee, Derived) or not callee.operands:
        return ""
    before = name_of(callee.operands[0]).rsplit(".", 1)[-1]
    own = callee.operation.removeprefix(".") if callee.operation.startswith(".") else ""
    return ".".join(part for part in (before, own) if part)


def _as_written(node: form.Node) -> str:
    """What a call calls, as it is written: `req.app.locals.acl.check`."""
    return written_name(node.callee) if isinstance(node, form.Call) else ""


@lru_cache(maxsize=8_192)
def _says(name: str) -> str:
    """`permits` or `looks` for a name that says that somebody is let through or not, '' for all others."""
    package = name.split(".", 1)[0]
    if package in _STANDARD or not name or name.startswith(_ASKED_LATER):
        return ""
    last, *before = (_words(part) for part in reversed(name.split(".")[-2:]))
    if last & _OTHER:
        return ""
    said = last | (before[0] - _OTHER if before else frozenset())
    if last & _PERMITS or (said & _PERMITS and last & _LOOKS):
        return "permits"
    return "looks" if last & _LOOKS else ""


@lru_cache(maxsize=8_192)
def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(name))


def _is_somebody(value: Value, depth: int = 0) -> bool:
    """Whether a value is who asks, the request they come with, the row of somebody or something, or a record that holds one of them."""
    if isinstance(value, Datum):
        return value.kind == "session"
    if getattr(value, "is_request", False) or isinstance(value, Row):
        return True
    return depth < 2 and any(_is_somebody(one, depth + 1) for one in _parts(value))


def _parts(value: Value) -> Iterable[Value]:
    if isinstance(value, ObjectValue):
        return (*value.fields.values(), *value.spreads)
    return value.inputs() if isinstance(value, (Choice, ListValue, Derived, External)) else ()
