"""Filtering, sorting, counting, summing or joining in the application after fetching everything."""

from roadworthy.catalogue.pattern import Effort, Kind, Pattern, Severity

PATTERN = Pattern(
    fails="Everything is fetched to be counted, summed or sifted in the application",
    holds="The database does the counting, summing and sifting",
    hurts="Everyone who waits while all rows travel for the sake of a few numbers, or of the ten that are shown",
    kind=Kind.PERFORMANCE,
    severity=Severity.MEDIUM,
    effort=Effort.M,
    cwe="CWE-1049",
    references=("https://cwe.mitre.org/data/definitions/1049.html",),
    together="Let the database filter, count and add up: one query function for each of these questions, beside the others of its table",
)
