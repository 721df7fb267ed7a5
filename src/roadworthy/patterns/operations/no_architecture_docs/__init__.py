"""A newcomer cannot tell how it works, nor run it."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A newcomer can neither tell how it works nor run it",
    holds="Documents say how it is put together, how it is run and what it needs",
    hurts="Everybody who takes over: each change begins with a search, and some with a guess",
    kind=Kind.OPERATIONS,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    cwe="CWE-1059",
    references=("https://adr.github.io/", "https://c4model.com/"),
    whole_app=True,
    takes_apart=True,
)
