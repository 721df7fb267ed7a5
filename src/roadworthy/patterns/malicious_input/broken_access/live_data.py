"""Judges the rules of Firebase's Realtime Database."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex
from roadworthy.views.people.live_rules import LiveRule, live_rules
from roadworthy.views.people.registration import open_registration

# What is between people, or about one; the rest may well be shown to everyone.
_PRIVATE = regex(
    r"^/$|user|profile|account|chat|message|conversation|order|payment|booking|address|private|token|contact|patient|lead|log"
)


def detect_live_data(app: App) -> Iterator[Verdict]:
    """One gap for each path that strangers change, or read where it is nobody's business; the worse of the two."""
    told: set[str] = set()
    for rule in sorted(app.view(live_rules), key=lambda one: (one.what != "write", one.signed_in)):
        if rule.path in told or (rule.signed_in and not app.view(open_registration)):
            continue
        if rule.what == "write" or _PRIVATE.search(rule.path.lower()):
            told.add(rule.path)
            yield _told(rule)


def _told(rule: LiveRule) -> Verdict:
    who = "Any signed-in user" if rule.signed_in else "Anyone without an account"
    done = "change and delete" if rule.what == "write" else "read"
    return gap(
        f"realtime database {rule.path}",
        f"{who} can {done} everything below {rule.path} of the Realtime Database",
        impact="Strangers change what others wrote, or empty it"
        if rule.what == "write"
        else "Data breach: what people wrote to each other reaches everyone",
        locations=(rule.location,),
        evidence=(
            f'".{rule.what}" at {rule.location} is {"met by every session" if rule.signed_in else "true"}, and holds for everything below',
            "the database's address is in every page, and asks for nothing but these rules",
        ),
        severity=Severity.HIGH if rule.signed_in else Severity.CRITICAL,
        details=OpenGap(None, "live-data"),
        cwe="CWE-862" if rule.signed_in else "CWE-306",
    )
