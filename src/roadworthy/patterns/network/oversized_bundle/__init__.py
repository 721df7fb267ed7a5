"""Too much code is sent before the first page works."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A visitor of one page downloads the code of all",
    holds="Each page brings the code that it needs",
    hurts="People with an ordinary phone, who wait for code they never use",
    kind=Kind.PERFORMANCE,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    references=(
        "https://react.dev/reference/react/lazy",
        "https://web.dev/articles/reduce-javascript-payloads-with-code-splitting",
    ),
    whole_app=True,
)
