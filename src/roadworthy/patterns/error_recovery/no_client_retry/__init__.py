"""A lost request ends what a person was doing."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="One lost packet leaves a page wrong until it is loaded anew",
    holds="A request that got lost is made again, by itself or by a button",
    hurts="People on trains and phones, whose page stays empty for one lost packet",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    waits=True,
    references=(
        "https://tanstack.com/query/latest/docs/framework/react/guides/query-retries",
        "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Retry-After",
    ),
    whole_app=True,
    together="One fetching hook (or the retry setting of the one in use) in place of bare calls in each component",
)
