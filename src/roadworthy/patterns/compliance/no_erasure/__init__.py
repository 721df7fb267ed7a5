"""A person cannot be forgotten."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A person who wants to leave stays in the database",
    holds="A person can be erased with everything that is theirs",
    hurts="Customers who want to leave, and the company that must erase them within a month of being asked",
    kind=Kind.OPERATIONS,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    references=("https://eur-lex.europa.eu/eli/reg/2016/679/art_17/oj",),
    whole_app=True,
)
