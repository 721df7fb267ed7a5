"""A person cannot get what is kept about them."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A person cannot get a copy of their data",
    holds="A person can get a copy of everything that is kept about them",
    hurts="Customers who ask for their data, and the company that has a month to answer each by hand",
    kind=Kind.OPERATIONS,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    references=(
        "https://eur-lex.europa.eu/eli/reg/2016/679/art_15/oj",
        "https://eur-lex.europa.eu/eli/reg/2016/679/art_20/oj",
    ),
    whole_app=True,
)
