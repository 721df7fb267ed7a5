"""Bodies that become a record of a row's list as they come: `project.members.push(req.body)`."""

from __future__ import annotations

from roadworthy.app import App, Endpoint
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.unvalidated_input.finding import HarmGap
from roadworthy.views.data.embedded import whole_records


def judge_listed(app: App, endpoint: Endpoint) -> Verdict | None:
    """The gap of an endpoint that adds the whole body to a list of records; None elsewhere."""
    for query in endpoint.queries:
        table = app.table(query.table)
        for column, body in whole_records(query):
            fields = [c.name for c in table.elements if c.name.startswith(f"{column}.")] if table else []
            named = ", ".join(fields[:4]) or column
            return gap(
                endpoint.subject,
                f"The whole body becomes a record of {query.table}.{column}: {named} can be set by the sender",
                impact="Negative amounts, dates of the sender's choice and texts without end get into the records",
                locations=(endpoint.location, query.location),
                evidence=(f"{query.location} adds the body as it comes; no schema lists its fields",),
                severity=Severity.MEDIUM,
                details=HarmGap(endpoint, body, query.location),
                cwe="CWE-915",
            )
    return None
