"""Judges buckets of file storage, and keys of the service role in what browsers load."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.app.policy import Bucket
from roadworthy.catalogue import Severity, Verdict, clear, gap
from roadworthy.patterns.malicious_input.broken_access.finding import DatabaseGap
from roadworthy.patterns.malicious_input.broken_access.policy_wording import told
from roadworthy.regex import regex
from roadworthy.views.people.registration import open_registration
from roadworthy.views.people.row_access import ALL, ANONYMOUS, NONE, OWN, SIGNED_IN, Reach, file_access

_PRIVATE = regex(
    r"document|invoice|resume|(^|[-_])cvs?([-_]|$)|passport|(^|[-_])ids?([-_]|$)|contract|medical|receipt|private|evidence|kyc|verification|statement"
    r"|message|chat|attachment|report|backup|legal|tax|payslip|signature",
    re.I,
)
_SHIPPED = regex(r"^(VITE|NEXT_PUBLIC|REACT_APP|EXPO_PUBLIC|PUBLIC|NUXT_PUBLIC|GATSBY)_")
_SERVER = regex(
    r"(^|/)(supabase/functions|scripts?|server|api|backend|tools|seeds?|tests?|functions|netlify)/|(^|/)(seed|migrate)\w*\.\w+$|\.(config|server)\.\w+$"
)


def detect_storage(app: App) -> Iterator[Verdict]:
    """One verdict for each bucket, and one for a key that opens everything where browsers load it."""
    for bucket in app.database.buckets if app.database.supabase or app.database.documents else ():
        yield _judge(app, bucket)
    yield from _keys(app)


def _judge(app: App, bucket: Bucket) -> Verdict:
    access = file_access(app, bucket.name)
    for operation in ("delete", "update", "insert"):
        anonymous, anyone = access.of(operation, ANONYMOUS), access.of(operation, SIGNED_IN)
        if anonymous.rows == ALL:
            return _told(app, bucket, anonymous)
        if anyone.rows == ALL and operation != "insert" and app.view(open_registration):
            return _told(app, bucket, anyone)
    shown = access.of("select", ANONYMOUS)
    private = bool(_PRIVATE.search(bucket.name)) and not re.search(
        r"public|image|photo|avatar|logo", bucket.name, re.I
    )
    if private and (bucket.public or shown.rows == ALL):
        return told(app, DatabaseGap("files", bucket=bucket, reach=None if bucket.public else shown))
    anyone = access.of("select", SIGNED_IN)
    if private and anyone.rows == ALL and app.view(open_registration):
        return told(app, DatabaseGap("files", bucket=bucket, reach=anyone))
    return clear(f"storage bucket {bucket.name}", _reason(bucket, shown, access.of("select", SIGNED_IN)))


def _reason(bucket: Bucket, shown: Reach, anyone: Reach) -> str:
    """Why nothing is wrong with who reaches the files of a bucket."""
    if bucket.public or shown.rows == ALL:
        return "what is in it is shown to everyone by design"
    if anyone.rows == OWN:
        return "each person reaches their own files"
    if anyone.rows == NONE:
        return "nobody from outside may read its files"
    return "who has signed in may read its files, which by its name are nobody's in particular"


def _told(app: App, bucket: Bucket, reach: Reach) -> Verdict:
    return told(app, DatabaseGap("files", bucket=bucket, reach=reach))


# --- keys --------------------------------------------------------------------------------------------


def _keys(app: App) -> Iterator[Verdict]:
    """Clients with the service role's rights that are part of what the browser loads."""
    powerful = [client for client in app.database.clients if client.rights == "service"]
    shipped = [
        c for c in powerful if _SHIPPED.match(c.key) or (not c.key and not _SERVER.search(c.location.path))
    ]
    if shipped:
        key = shipped[0].key or "a key that is written in the code"
        yield gap(
            "service-role key",
            "Anyone who opens the app's page gets the key that passes every rule of the database",
            impact="Data breach: every row of every table can be read, changed and deleted by whoever looks at the page's source",
            locations=tuple(client.location for client in shipped),
            evidence=(
                f"the client at {shipped[0].location} is made with {key}",
                "bundlers put variables with this prefix into what the browser loads"
                if shipped[0].key
                else "the file is part of the page's code",
            ),
            severity=Severity.CRITICAL,
            details=DatabaseGap("key"),
            cwe="CWE-522",
        )
    elif powerful:
        yield clear("service-role key", "only code on the server asks with the service role's rights")
