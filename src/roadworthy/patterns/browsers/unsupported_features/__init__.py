"""The page does not fit a phone, or uses what some browsers do not have."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="The page does not fit phones, or stops in some browsers",
    holds="The page fits a phone and runs in every browser that people use",
    hurts="People on phones and in other browsers, who cannot reach a button or see nothing at all",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    references=(
        "https://web.dev/blog/viewport-units",
        "https://web-platform-dx.github.io/web-features/",
        "https://developer.mozilla.org/en-US/docs/Web/HTML/Reference/Elements/meta/name/viewport",
    ),
)
