"""Judges doors without a guard, in an app that knows its people, behind which a model works or files are kept at the operator's cost."""

from __future__ import annotations

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.patterns.malicious_input.broken_access.on_disk import refuses
from roadworthy.views.code.members import member_names
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.requests.known_people import knows_people
from roadworthy.views.requests.purpose import AI, UPLOAD, Purpose, is_model, is_store
from roadworthy.views.requests.purposes import purposes_of


def judge_spending(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that has a paid model answer whoever asks, or keeps their files; None elsewhere. What an edge function does
    to rows is worse, and asked first."""
    first = endpoint.kind == "http" or (endpoint.kind == "function" and not endpoint.queries)
    return _judge(app, endpoint) if first else None


def judge_spending_besides(app: App, endpoint: Endpoint) -> Verdict | None:
    """The same of an edge function that touches rows as it should; None elsewhere."""
    return _judge(app, endpoint) if endpoint.kind == "function" and endpoint.queries else None


def _judge(app: App, endpoint: Endpoint) -> Verdict | None:
    changes = endpoint.method not in ("GET", "HEAD", "OPTIONS")
    if not changes or not _has_accounts(app) or refuses(endpoint):
        return None
    purposes = purposes_of(app, endpoint)
    asked = next((purpose for purpose in purposes if purpose.kind == AI), None)
    lent = next((call for call in endpoint.services if call.lent == "row" and is_model(call)), None)
    if asked is None and lent is not None:
        asked = Purpose(AI, f"{lent.service} is asked with the key that somebody keeps there", lent.location)
    if asked is None:
        return _keeping(endpoint) if any(purpose.kind == UPLOAD for purpose in purposes) else None
    return gap(
        endpoint.subject,
        "Anyone without an account can have a paid model work for them",
        impact=f"Strangers use the model as their own, and {'the operator' if lent is None else 'whose key it is'} pays",
        locations=(endpoint.location, asked.place),
        evidence=(f"{asked.what}, and nothing asks who is there, as the app does elsewhere",),
        severity=Severity.HIGH,
        details=OpenGap(endpoint),
        cwe="CWE-306",
    )


# By which the pages of a Supabase project sign people in. An edge function that does not ask the account service who calls is open: the
# gateway lets the public key pass, which is in every page (supabase.com/docs/guides/functions/auth).
_SIGN_INS = frozenset({"signInWithPassword", "signInWithOAuth", "signInWithOtp", "signInWithIdToken"})


def _has_accounts(app: App) -> bool:
    return app.view(knows_people) or (app.database.supabase and bool(app.view(member_names) & _SIGN_INS))


def _keeping(endpoint: Endpoint) -> Verdict | None:
    """A door that does nothing but put files where the app keeps its own: a form to register or to write in with has more to do."""
    kept = next((call for call in endpoint.services if is_store(call)), None)
    if kept is None or endpoint.queries or SIGNED_IN in Access(endpoint).anywhere():
        return None
    return gap(
        endpoint.subject,
        "Anyone without an account can put files where the app keeps its own",
        impact="Strangers use the operator's storage as their own, and what they put there is served in the app's name",
        locations=(endpoint.location, kept.location),
        evidence=(
            f"{kept.service} is given what was sent, and nothing asks who is there, as the app does elsewhere",
        ),
        severity=Severity.HIGH,
        details=OpenGap(endpoint),
        cwe="CWE-306",
    )
