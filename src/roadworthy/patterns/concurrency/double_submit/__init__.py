"""A second click or a retried request does it twice."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A second click or a retried request does it twice",
    holds="A repeated request is carried out once",
    hurts="Customers who order or pay twice, and the support that has to undo it",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    cwe="CWE-837",
    references=(
        "https://docs.stripe.com/api/idempotent_requests",
        "https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/",
    ),
    together="One middleware that remembers each Idempotency-Key with its answer, in front of every route that creates something",
)
