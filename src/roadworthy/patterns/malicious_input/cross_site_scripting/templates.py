"""Looks for templates of the server that put text in as markup."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app import App
from roadworthy.catalogue import Severity, Verdict, clear
from roadworthy.patterns.malicious_input.cross_site_scripting.finding import ScriptGap
from roadworthy.patterns.malicious_input.cross_site_scripting.wording import told
from roadworthy.regex import regex
from roadworthy.views.pages.template_files import is_mail, template_files
from roadworthy.views.people.access import ROLE, SIGNED_IN, Access
from roadworthy.views.people.newcomers import only_the_known
from roadworthy.views.requests.marking_filters import marking_filters
from roadworthy.views.requests.markup_sinks import MarkupSink, markup_sinks
from roadworthy.views.requests.unescaped_engines import switched_off

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
    if any(name not in _KEEPS and name not in app.view(marking_filters) for name in map(_name_of, filters)):
        return Severity.MEDIUM  # a filter of the app's own may escape what it is given
    strangers = _is_written(app, value) or sink.place.path.endswith((".js", ".ts"))
    return Severity.HIGH if strangers else Severity.MEDIUM


# What a template calls any row, of whatever table.
_ANY_ROW = frozenset(
    {"object", "obj", "item", "row", "entry", "record", "it", "one", "data", "element", "value"}
)


def _is_written(app: App, value: str) -> bool:
    """Whether somebody for whom no role is asked fills a column of that name, of a table that may be the one meant: `page.title`
    is none of the columns `title` of other tables."""
    found = _NAMED.search(value)
    tables = (
        app.view(_written_by_anybody).get(found.group(1), frozenset()) if found is not None else frozenset()
    )
    owners = _WORD.findall(value)[:-1]
    if not owners or owners[-1].lower() in _ANY_ROW:
        return bool(tables)
    words = [word for word in owners[-1].lower().split("_") if len(word) > 2]
    return any(word.rstrip("s") in table for table in tables for word in words)


def _written_by_anybody(app: App) -> dict[str, frozenset[str]]:
    """The columns that people fill for whom no role is asked, with their tables. A view."""
    found: dict[str, set[str]] = {}
    for column, table in _fillings(app):
        found.setdefault(column, set()).add(table.lower())
    return {column: frozenset(tables) for column, tables in found.items()}


def _fillings(app: App) -> frozenset[tuple[str, str]]:
    return frozenset(
        (write.column, query.table)
        for endpoint in app.endpoints
        for query in endpoint.queries
        for write in query.writes
        if write.value.from_request and not Access(endpoint).at_query(query) & _staff(app)
    )


def _staff(app: App) -> set[str]:
    """What is asked of those who are no strangers: a role, or a sign-in where nobody makes an account of their own."""
    return {ROLE, SIGNED_IN} if app.view(only_the_known) else {ROLE}


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
