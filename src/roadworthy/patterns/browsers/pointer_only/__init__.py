"""Something can be done with a mouse only."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Something can be done with a mouse only",
    holds="Everything can be done by touch and by keyboard",
    hurts="People on touch screens, with a keyboard or a screen reader, for whom the button is not there",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    references=(
        "https://www.w3.org/WAI/WCAG22/Understanding/keyboard.html",
        "https://www.w3.org/WAI/WCAG22/Understanding/dragging-movements.html",
    ),
    together="One button component in place of clickable div and span elements",
)
