"""Says what is wrong, about this app."""

from __future__ import annotations

from roadworthy.app import Location
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.patterns.malicious_input.cross_site_scripting.finding import ScriptGap

_MESSAGE = {
    "markup": "`{what}` is put into the page as markup",
    "serialized": "`{what}` is put into a script of the page as JSON, in which `</script>` still ends the script",
    "link": "A link to this page can carry a script in `{what}`",
    "answer": "`{what}` is put into an answer that browsers show as a page",
    "address": "A link of this page leads to whatever was typed in as `{what}`, a script too",
    "template": "`{what}` can carry a script into this page",
}
_EVIDENCE = {
    "markup": "`{api}` is given `{what}` and nothing sanitises it before",
    "serialized": "`{api}` is given JSON with `{what}`, and JSON.stringify leaves `<` as it is",
    "link": "`{api}` goes to whatever `{what}` of the address says, and `javascript:...` is an address too",
    "answer": "the answer's markup is put together from text, with `{what}` unescaped in it",
    "address": "`{api}` is given `{what}`, which people type in, and `javascript:...` is an address too",
    "template": "`{what}`: {how}",
}


def told(found: ScriptGap, places: tuple[Location, ...] = (), severity: Severity = Severity.HIGH) -> Verdict:
    """The verdict on a gap, in words."""
    words = {"what": found.what, "api": found.api, "how": found.how}
    return gap(
        found.subject,
        _MESSAGE[found.way].format(**words),
        impact="Whoever wrote it acts with the session of everyone who opens the page",
        locations=tuple(dict.fromkeys(p for p in (found.place, *places, found.declared) if p is not None)),
        evidence=(_EVIDENCE[found.way].format(**words),),
        severity=Severity.MEDIUM if found.guessed else severity,
        details=found,
        cwe="CWE-79",
    )
