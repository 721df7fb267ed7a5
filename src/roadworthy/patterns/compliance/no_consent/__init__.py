"""People are watched and written down without having been told."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="People's data is taken without telling or asking them",
    holds="People are told what happens to their data, and asked where the law wants it",
    hurts="Everybody who uses the app, and the company that has to show a legal basis for each piece of data",
    kind=Kind.OPERATIONS,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    cwe="CWE-359",
    references=(
        "https://eur-lex.europa.eu/eli/reg/2016/679/art_13/oj",
        "https://eur-lex.europa.eu/eli/reg/2016/679/art_7/oj",
    ),
    whole_app=True,
)
