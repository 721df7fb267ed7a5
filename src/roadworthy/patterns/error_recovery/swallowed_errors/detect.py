"""Groups the places where a failure goes unheard by whose they are."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear, gap, not_applicable
from roadworthy.patterns.error_recovery.swallowed_errors.finding import Swallowed, SwallowedGap
from roadworthy.patterns.error_recovery.swallowed_errors.places import places
from roadworthy.patterns.error_recovery.swallowed_errors.wording import impact_of, message_of
from roadworthy.views.code.run_by_hand import hand_tools
from roadworthy.views.failures.catches import catches
from roadworthy.views.failures.unchecked import unchecked
from roadworthy.views.pages.asked_at import Asked, asked_at
from roadworthy.views.pages.page_scripts import is_loaded
from roadworthy.views.pages.query_hooks import query_hooks

# Handlers of one folder that all send the raw text have one cause: nothing central turns errors into answers.
MANY = 3
_ALIKE = ("leak", "value", "untraced")
_ORDER = (
    "leak",
    "sign-in",
    "signed-out",
    "value",
    "unchecked",
    "unreached",
    "answered",
    "received",
    "unsent",
    "mailed",
    "unanswered",
    "blank",
    "empty",
    "not-found",
    "taken",
    "query",
    "mutation",
    "mistyped",
    "partial",
    "stuck",
    "silent",
    "own-fault",
    "unread",
    "connect",
    "told-as-success",
    "untraced",
)


def detect(app: App) -> Iterable[Verdict]:
    """One verdict for each endpoint, component, class or function that handles failures."""
    handled: tuple[object, ...] = (*app.view(catches), *app.view(unchecked), *app.view(query_hooks))
    found = [one for one in places(app) if one.location.path not in app.view(hand_tools)]
    groups = _grouped([one for one in found if is_loaded(app, one.location.path)])
    if not handled and not groups:
        yield not_applicable("app", "nothing in it waits for an answer that may fail")
        return
    for (subject, anchor), found in sorted(groups.items()):
        yield _gap(app, subject, anchor, found)
    yield from _clears(
        app, {(one.owner.subject, one.owner.anchor) for found in groups.values() for one in found}
    )


def _grouped(found: list[Swallowed]) -> dict[tuple[str, str], list[Swallowed]]:
    """By owner; what many of one folder do alike is one gap of that folder."""
    alike: dict[tuple[str, str], list[Swallowed]] = {}
    for one in found:
        if one.kind in _ALIKE:
            alike.setdefault((_folder(one), one.kind), []).append(one)
    many = {
        key: places
        for key, places in alike.items()
        if len({(one.owner.subject, one.owner.anchor) for one in places}) >= MANY
    }
    groups: dict[tuple[str, str], list[Swallowed]] = {}
    for one in found:
        together = many.get((_folder(one), one.kind))
        key = (_common(together), one.kind) if together else _key(one)
        groups.setdefault(key, []).append(one)
    return groups


def _key(one: Swallowed) -> tuple[str, str]:
    """The functions of one plain script of a page are one subject: the script."""
    plain = one.owner.kind == "function" and one.owner.side == "client" and one.owner.plain
    return (one.owner.anchor if plain else one.owner.subject, one.owner.anchor)


def _folder(one: Swallowed) -> str:
    """Where handlers of one make stand together; each edge function has a folder of its own below that."""
    folder = posixpath.dirname(one.location.path)
    parts = folder.split("/")
    for root in ("api", "functions"):
        if root in parts:
            return "/".join(parts[: parts.index(root) + 1])
    return folder


def _common(found: list[Swallowed]) -> str:
    paths = {one.location.path for one in found}
    return next(iter(paths)) if len(paths) == 1 else _folder(found[0]) or "app"


def _gap(app: App, subject: str, anchor: str, found: list[Swallowed]) -> Verdict:
    ordered = sorted(found, key=lambda one: (_ORDER.index(one.kind), one.location))
    first = ordered[0]
    owners = len({(one.owner.subject, one.owner.anchor) for one in found})
    return gap(
        subject,
        message_of(first, ordered, owners),
        impact=impact_of(first),
        locations=tuple(dict.fromkeys(one.location for one in ordered)),
        evidence=tuple(
            dict.fromkeys(
                f"{one.owner.subject}: {one.evidence}" if owners > 1 else one.evidence for one in ordered
            )
        ),
        severity=_severity(ordered),
        details=SwallowedGap(tuple(ordered), tuple(_asked(app, ordered))),
        anchor=anchor,
        cwe="CWE-209" if first.kind == "leak" else "CWE-252" if first.kind == "unchecked" else "",
    )


def _asked(app: App, found: list[Swallowed]) -> Iterator[Asked]:
    for one in found:
        if one.owner.side == "client":
            yield from asked_at(app, one.tried or one.location)


def _severity(found: list[Swallowed]) -> Severity:
    kinds = {one.kind for one in found}
    if kinds & {
        "leak",
        "sign-in",
        "signed-out",
        "value",
        "unchecked",
        "unreached",
        "answered",
        "received",
        "unsent",
        "mailed",
        "unanswered",
        "blank",
        "empty",
        "not-found",
        "connect",
    }:
        return Severity.MEDIUM
    return Severity.MEDIUM if kinds & {"query", "silent", "own-fault"} else Severity.LOW


def _clears(app: App, open_ones: set[tuple[str, str]]) -> Iterator[Verdict]:
    """What handles its failures, said once for each owner."""
    told: dict[tuple[str, str], str] = {}
    for caught in app.view(catches):
        reason = (
            "a comment says why it goes on, or people are told already"
            if caught.documented
            else "a failure is told, passed on or of one expected kind"
        )
        told.setdefault((caught.owner.subject, caught.owner.anchor), reason)
    for hook in app.view(query_hooks):
        told.setdefault((hook.owner.subject, hook.owner.anchor), "the failure of its query is read")
    for (subject, anchor), reason in sorted(told.items()):
        if (subject, anchor) not in open_ones:
            yield clear(subject, reason)
