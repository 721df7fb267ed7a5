"""Pictures are heavier than the place they are shown in."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Pictures are sent in full, all at once, however small they are shown",
    holds="Pictures are sent in the size they are shown, when they are about to be seen",
    hurts="People on mobile data, who pay and wait for pixels they never see",
    kind=Kind.PERFORMANCE,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    references=(
        "https://web.dev/articles/browser-level-image-lazy-loading",
        "https://web.dev/learn/images",
    ),
    together="One image component with sizes and lazy loading in place of plain img elements, and pictures made smaller when they are uploaded",
)
