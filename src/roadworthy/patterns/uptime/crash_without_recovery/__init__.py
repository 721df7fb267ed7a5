"""One error ends the process, and requests are cut at every deploy."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="A crash stays a crash, and a deploy cuts requests off",
    holds="The app is started again after a crash, and finishes its requests before it stops",
    hurts="Everybody who is using the app at that moment, and everybody until someone starts it again",
    kind=Kind.RELIABILITY,
    severity=Severity.HIGH,
    effort=Effort.S,
    cwe="CWE-248",
    references=(
        "https://nodejs.org/api/process.html#event-uncaughtexception",
        "https://12factor.net/disposability",
    ),
    whole_app=True,
)
