"""Files that change with a release only are sent again on every visit, and uncompressed."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Every visit downloads the same files again, at full size",
    holds="Files are sent once, compressed, and kept until they change",
    hurts="Visitors on phones and slow lines, who wait and pay for the same bytes again, and whoever pays for traffic",
    kind=Kind.PERFORMANCE,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    references=(
        "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Caching",
        "https://www.rfc-editor.org/rfc/rfc8246",
    ),
    whole_app=True,
    together="One middleware that sets Cache-Control and ETag by route",
)
