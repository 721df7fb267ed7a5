"""Requests wait for each other before a page is useful."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="The page waits for one request after the other",
    holds="What a page needs is asked for at once",
    hurts="People far from the server or on a phone, who wait for the sum of all round trips",
    kind=Kind.PERFORMANCE,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    references=(
        "https://tanstack.com/query/latest/docs/framework/react/guides/request-waterfalls",
        "https://nextjs.org/docs/app/getting-started/fetching-data",
    ),
)
