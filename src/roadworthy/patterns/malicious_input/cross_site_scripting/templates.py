"""Looks for templates of the server that put text in as markup."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear
from roadworthy.patterns.malicious_input.cross_site_scripting.finding import ScriptGap
from roadworthy.patterns.malicious_input.cross_site_scripting.wording import told
from roadworthy.regex import regex
from roadworthy.views.pages.template_files import is_mail, template_files
from roadworthy.views.people.access import ROLE, Access
from roadworthy.views.requests.marking_filters import marking_filters
from roadworthy.views.requests.markup_sinks import MarkupSink, markup_sinks, switched_off

_WORD = regex(r"\w+")
_NAMED = regex(r"(\w+)\W*$")


# Filters of Django's and Jinja's own that leave markup as it is.
_KEEPS = frozenset(
    [
        "safe",
        "default",
        "default_if_none",
        "d",
        "lower",
        "upper",
        "title",
        "capfirst",
        "capitalize",
        "trim",
        "truncate",
        "truncatechars",
        "truncatewords",
        "truncatechars_html",
        "truncatewords_html",
        "linebreaks",
        "linebreaksbr",
        "nl2br",
        "wordwrap",
        "urlize",
        "join",
        "replace",
        "first",
        "last",
        "center",
        "ljust",
        "rjust",
        "string",
        "indent",
    ]
)


def _name_of(written: str) -> str:
    """`truncate` of ` truncate(40) `, `default` of `default:"-"`."""
    found = _WORD.search(written)
    return found.group(0) if found is not None else ""


def _severity(app: App, sink: MarkupSink) -> Severity:
    """Grave where somebody writes it who is no staff; whose it is that nothing was seen to write is not known."""
    if is_mail(sink.place.path):
        return Severity.LOW  # no program for mail runs scripts
    value, *filters = sink.what.split("|")
    shown = _NAMED.search(value)
    strangers = shown is not None and shown.group(1) in app.view(_written_by_anybody)
    if any(name not in _KEEPS and name not in app.view(marking_filters) for name in map(_name_of, filters)):
        return Severity.MEDIUM  # a filter of the app's own may escape what it is given
    return Severity.HIGH if strangers or sink.place.path.endswith((".js", ".ts")) else Severity.MEDIUM


def _written_by_anybody(app: App) -> frozenset[str]:
    """The columns that people fill for whom no role is asked. A view."""
    return frozenset(
        write.column
        for endpoint in app.endpoints
        for query in endpoint.queries
        for write in query.writes
        if write.value.from_request and ROLE not in Access(endpoint).at_query(query)
    )


def judge_templates(app: App) -> Iterator[Verdict]:
    """One verdict for each template, and for a switch that leaves all of them unescaped."""
    by_file: dict[str, list[MarkupSink]] = {}
    for sink in markup_sinks(app):
        by_file.setdefault(sink.subject, []).append(sink)
    for subject, sinks in by_file.items():
        first = sinks[0]
        places = tuple(dict.fromkeys(sink.place for sink in sinks))
        yield told(
            ScriptGap(subject, first.what, "the template", "template", first.place, None, first.how),
            places[:4],
            _severity(app, first),
        )
    for place in switched_off(app)[:1] if template_files(app) else ():
        yield told(
            ScriptGap(
                place.path,
                "everything",
                "the template engine",
                "template",
                place,
                None,
                "escaping is switched off for all templates",
            )
        )
    for template in template_files(app):
        if template.rendered and template.path not in by_file:
            yield clear(template.path, "what it shows is escaped")
