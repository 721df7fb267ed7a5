"""Nobody is named for the hour after something happened."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Nobody is named for the hour after something happened",
    holds="A document says who is called, how bad it is, and whom to tell of a breach",
    hurts="Users of a service that nobody answers for, and the company that misses the 72 hours of the law",
    kind=Kind.OPERATIONS,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    references=(
        "https://sre.google/sre-book/managing-incidents/",
        "https://eur-lex.europa.eu/eli/reg/2016/679/art_33/oj",
    ),
    whole_app=True,
)
