"""Judges doors without a guard, in an app that knows its people, behind which files are removed or programs started."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roadworthy.app import App, Endpoint, Fact, Origin, Use
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex
from roadworthy.views.people.access import Access
from roadworthy.views.requests.facts import all_facts
from roadworthy.views.requests.known_people import knows_people
from roadworthy.views.requests.signed import is_signed

_REMOVES = regex(r"(^|\.)(remove|unlink|unlinkSync|rm|rmSync|rmtree|removeSync|rmdir)$")
# A link that is followed to fetch something removes what it makes anew; one that removes for good says so.
_SAYS_SO = regex(r"del(ete)?\b|remov|clear|purge|destroy|clean|trash|drop", re.I)
_BROUGHT_ALONG = ("headers", "session", "cookies")
# What looks at two values, unlike the answer of a service that was sent the app's own key along with what somebody typed.
_COMPARES = regex(
    r"equal|compare|verif|valid|hmac|digest|signature|includes|startsWith|\bhas\b|^(==|in)$", re.I
)


def judge_on_disk(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that removes the file a request names, or starts a program, for anybody; None elsewhere."""
    if endpoint.kind != "http" or not app.view(knows_people) or refuses(endpoint):
        return None
    changes = endpoint.method not in ("GET", "HEAD", "OPTIONS")
    for use in endpoint.uses:
        removed = _removes(use) and (changes or _SAYS_SO.search(endpoint.path) is not None)
        if (removed or (changes and use.kind == "command")) and not _asks(use.facts):
            return _told(endpoint, use, removed)
    return None


def _removes(use: Use) -> bool:
    """Where the upload of the same request was put, the server said: to tidy it away takes nothing from anybody."""
    return (
        use.kind == "path"
        and _REMOVES.search(use.api) is not None
        and any(
            leaf.from_request and leaf.kind != "files"
            for argument in use.arguments
            for leaf in argument.leaves()
        )
    )


def refuses(endpoint: Endpoint) -> bool:
    """Whether anything is asked of whoever calls: who they are, a key, a signature; or somebody is turned away."""
    return (
        bool(Access(endpoint).anywhere())
        or is_signed(endpoint)
        or any(answer.status in (401, 403) for answer in endpoint.answers)
        or _asks(all_facts(endpoint))
    )


def _is_secret_of(known: list[Origin], sent: list[Origin]) -> bool:
    return any(leaf.kind == "environment" for leaf in known) and any(leaf.from_request for leaf in sent)


def _asks(facts: Iterable[Fact]) -> bool:
    """Whether something holds that only whoever has a session or a secret brings about. That a setting is there at all
    (`if (!process.env.OPENAI_API_KEY)`) asks nothing of whoever calls; one that is compared with what was sent does."""
    for fact in facts:
        sides = [list(side.leaves()) for side in (fact.left, fact.right) if side is not None]
        if any(leaf.kind in _BROUGHT_ALONG for side in sides for leaf in side):
            return True
        if fact.right is None and _COMPARES.search(fact.left.operation) is not None:
            sides = [sides[0], sides[0]]
        if len(sides) > 1 and any(_is_secret_of(*one) for one in (sides, sides[::-1])):
            return True
    return False


def _told(endpoint: Endpoint, use: Use, removed: bool) -> Verdict:
    does = "delete files that the app keeps" if removed else "start a program on the server"
    done = "removes the file that the request names" if removed else "starts a program"
    return gap(
        endpoint.subject,
        f"Anyone without an account can {does}",
        impact="What others made is gone, and nothing brings it back"
        if removed
        else "Strangers keep the server busy and set off what its owners should",
        locations=(endpoint.location, use.location),
        evidence=(f"{use.location} {done}, and nothing asks who is there, as the app does elsewhere",),
        severity=Severity.HIGH,
        details=OpenGap(endpoint, "disk"),
        cwe="CWE-306",
    )
