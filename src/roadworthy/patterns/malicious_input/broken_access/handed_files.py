"""Judges endpoints that hand out or take away files of a private bucket with the service key, whichever the request names."""

from __future__ import annotations

from roadworthy.app import App, Endpoint, Origin, ServiceCall
from roadworthy.app.origin import each_once
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.requests.signed import is_signed, knows_secret

# What Supabase's storage client calls reading and taking away (its reference, "Storage").
_HANDS_OUT = ("createSignedUrl", "createSignedUrls", "download")
_TAKES_AWAY = ("remove", "move")


def judge_handed_files(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that opens every file of a bucket to whoever names it; None elsewhere."""
    if endpoint.kind not in ("http", "function", "action") or is_signed(endpoint) or knows_secret(endpoint):
        return None
    guards = Access(endpoint).anywhere()
    if guards - {SIGNED_IN} or any(answer.status in (401, 403) for answer in endpoint.answers):
        return None
    public = {bucket.name for bucket in app.database.buckets if bucket.public}
    for call in endpoint.services:
        done, _, bucket = call.operation.partition(" ")
        if call.service != "supabase storage" or not call.keyed or done not in (*_HANDS_OUT, *_TAKES_AWAY):
            continue
        open_to_all = done in _HANDS_OUT and bucket in public
        if not open_to_all and _is_named(call) and not _is_looked_up(endpoint, call):
            return _told(endpoint, call, done, bucket)
    return None


def _is_named(call: ServiceCall) -> bool:
    """Whether the request alone says which file."""
    leaves = [leaf for argument in call.arguments[:1] for leaf in _within(argument)]
    named = any(leaf.from_request for leaf in leaves)
    return named and all(leaf.from_request or leaf.kind == "constant" for leaf in leaves)


def _within(value: Origin) -> list[Origin]:
    return [*value.leaves(), *(leaf for _, inner in value.fields for leaf in inner.leaves())]


def _is_looked_up(endpoint: Endpoint, call: ServiceCall) -> bool:
    """Whether a row was found by what was named, or anything was compared with who asks."""
    asked = any(item.value.from_request for query in endpoint.queries for item in query.filters)
    facts = each_once((*endpoint.facts, *call.facts))
    return asked or any(fact.right is not None and fact.operator == "==" for fact in facts)


def _told(endpoint: Endpoint, call: ServiceCall, done: str, bucket: str) -> Verdict:
    signed_in = SIGNED_IN in Access(endpoint).anywhere()
    who = "Any signed-in user" if signed_in else "Anyone without an account"
    verb = "open" if done in _HANDS_OUT else "take away"
    return gap(
        endpoint.subject,
        f"{who} can {verb} every file of {bucket or 'the storage'} by its name",
        impact="Files that people left for the app alone are in the hands of strangers",
        locations=(call.location, endpoint.location),
        evidence=(
            f"`{done}` at {call.location} is done with the rights of the service key, past every policy of the storage",
            "which file it is the request says, and nothing asks whose it is",
        ),
        severity=Severity.HIGH,
        details=OpenGap(endpoint, "handed-on", call=call),
        cwe="CWE-639" if signed_in else "CWE-306",
    )
