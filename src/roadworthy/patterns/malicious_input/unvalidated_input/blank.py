"""Judges schemas that ask for a text before they cut its blanks off: `z.string().min(1).trim()` takes three blanks, and hands on
nothing. Zod carries its checks out in the order in which they are written (https://zod.dev/api, "Strings")."""

from __future__ import annotations

from roadworthy.app import Endpoint, Origin
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.unvalidated_input.finding import BlankGap
from roadworthy.regex import regex
from roadworthy.views.data.request_fields import RequestField

_LATE = regex(r"^string\b(?:(?!\btrim\b).)*\bmin [1-9]\d*\b(?:(?!\btrim\b).)*\btrim\b(?!.*\bmin\b)")
# What takes no blanks, whatever is cut off afterwards.
_FORMED = regex(r"\b(email|url|uuid|cuid|regex|pattern|enum|checked|datetime|startsWith|endsWith|includes)\b")


def judge_blank(endpoint: Endpoint, fields: tuple[RequestField, ...]) -> Verdict | None:
    """A gap for texts that may not be empty and are stored empty; None where none is."""
    if {check.library for check in endpoint.checks} != {"zod"}:
        return None
    late = [one for one in fields if _is_late(one)]
    if not late:
        return None
    first = late[0]
    names = ", ".join(dict.fromkeys(one.path[-1] for one in late[:4]))
    return gap(
        endpoint.subject,
        f"Blanks alone are taken for {names}, and stored as nothing",
        impact="Records without a name, though the schema asks for one",
        locations=(first.query.location, endpoint.location),
        evidence=tuple(
            f"the schema of `{one.path[-1]}` says `{one.rules}`: it counts the letters before it cuts the blanks off"
            for one in late[:4]
        ),
        severity=Severity.LOW,
        details=BlankGap(
            endpoint,
            Origin("body", first.path),
            first.query.location,
            first.table.name,
            first.column.name,
        ),
        cwe="CWE-20",
    )


def _is_late(field: RequestField) -> bool:
    return field.exact and not field.compared and is_cut_late(field.rules or "")


def is_cut_late(rules: str) -> bool:
    """Whether a schema counts the letters of a text of any form before it cuts its blanks off."""
    return _LATE.search(rules) is not None and not _FORMED.search(rules)
