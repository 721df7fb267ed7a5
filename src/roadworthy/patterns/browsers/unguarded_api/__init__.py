"""A browser interface is used as if it were always there and always allowed."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="The page fails where a browser interface is missing or refused",
    holds="The page works where a browser interface is missing or refused",
    hurts="People with private windows, strict settings, in-app browsers or plain http, who get a white page or a dead button",
    kind=Kind.RELIABILITY,
    severity=Severity.MEDIUM,
    effort=Effort.S,
    cwe="CWE-754",
    references=(
        "https://developer.mozilla.org/en-US/docs/Web/API/Window/localStorage#exceptions",
        "https://developer.mozilla.org/en-US/docs/Web/API/Clipboard/writeText#exceptions",
    ),
    together="One module that wraps what some browsers lack, imported by all of these components",
)
