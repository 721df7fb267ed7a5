"""Judges folders that are served to everybody and into which people put what is not for everybody: papers, contracts, CVs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Endpoint, Query
from roadworthy.app.static_files import StaticFiles
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.regex import regex
from roadworthy.views.people.access import SIGNED_IN, Access
from roadworthy.views.requests.served_folders import served_behind_guard

_OF_UPLOADS = regex(r"(^|/)(uploads?|uploaded_?files|media|files|documents|attachments|resumes)/?$", re.I)
_PAPERS = regex(r"(^|_)(files?|documents?|attachments?|resumes?|cvs?|contracts?|prescriptions?)$", re.I)
# What a column of another table says it holds.
_PAPER = regex(
    r"(^|_)(resume|cv|passport|id_?card|id_?proof|identity|licen[cs]e|document|contract|prescription|medical|kyc)(_|$)",
    re.I,
)


def detect_served_uploads(app: App) -> Iterator[Verdict]:
    """A gap for each served folder of uploads of an app in which people who signed in put papers."""
    for served in app.statics:
        kept = _papers(app) if _is_of_uploads(served) and not served_behind_guard(app, served) else None
        if kept is not None:
            yield _told(served, *kept)


def _is_of_uploads(served: StaticFiles) -> bool:
    return _OF_UPLOADS.search(served.mount) is not None or _OF_UPLOADS.search(served.folder) is not None


def _papers(app: App) -> tuple[Endpoint, Query] | None:
    """Where somebody who signed in puts a paper of theirs and the app keeps its name; None where nobody does."""
    for endpoint in app.endpoints:
        for query in endpoint.queries:
            table = app.table(query.table)
            if query.operation not in ("insert", "update") or table is None:
                continue
            named = _PAPERS.search(table.words) is not None
            put = [w.column for w in query.writes if any(leaf.kind == "files" for leaf in w.value.leaves())]
            if (
                put
                and (named or any(map(_PAPER.search, put)))
                and SIGNED_IN in Access(endpoint).at_query(query)
            ):
                return endpoint, query
    return None


def _told(served: StaticFiles, endpoint: Endpoint, query: Query) -> Verdict:
    return gap(
        f"GET {served.mount or '/'}",
        f"Anyone without an account can open what people upload, by its address below {served.mount or '/'}",
        impact="An address that was passed on or guessed opens somebody's papers, and goes on doing so for ever",
        locations=(served.location, query.location),
        evidence=(
            f"{served.folder} is served at {served.location} before anything asks who is there",
            f"{endpoint.subject} keeps in {query.table} what people who signed in upload",
        ),
        severity=Severity.MEDIUM,
        details=OpenGap(endpoint, "served", path=served.mount),
        anchor="served",
        cwe="CWE-552",
    )
