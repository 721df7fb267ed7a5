"""An error in one component blanks the whole page."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="An error in one component blanks the whole page",
    holds="An error in a component leaves the rest of the page standing, with a way on",
    hurts="People who see a white page where their work was, and leave",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    cwe="CWE-755",
    references=(
        "https://react.dev/reference/react/Component#catching-rendering-errors-with-an-error-boundary",
    ),
    whole_app=True,
    together="One boundary around the routes, and one around each part of a page that can do without the others",
)
