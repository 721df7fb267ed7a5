"""Opens a library's console as somebody without an account, and goes through its pages for rows of the app's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit
from uuid import NAMESPACE_URL, uuid5

from roadworthy.app import App
from roadworthy.patterns.malicious_input.broken_access.finding import OpenGap
from roadworthy.proof import Experiment, Reproduction
from roadworthy.proof.column_values import is_text
from roadworthy.proof.experiment import database_of
from roadworthy.regex import regex
from roadworthy.trial import Response, Trial
from roadworthy.trial.refusals import NOT_DONE, REFUSED

_NOBODY = "anonymous"
_LINK = regex(r"""href=["']([^"'#]+)["']""")
_FILES = regex(r"\.(css|js|png|svg|ico|woff2?)(\?|$)|/static/|log_?out|/new/|/create|/delete|/edit", re.I)
_PAGES, _TABLES = 25, 12
_MOVED = (301, 302, 303, 307, 308)
_REFUSED = (401, 403)


def prove_put_up(trial: Trial, app: App, found: OpenGap) -> Reproduction:
    """Open is a console that shows rows: those of the app's tables, or the requests of others that it recorded."""
    experiment = Experiment(
        trial, f"The console at {found.path} shows nothing to somebody without an account"
    )
    marks = _marked(app, trial)
    person = trial.actors["alice"].credentials.get("email", "") if "alice" in trial.actors else ""
    marks |= {"people": person} if person else {}
    # What a console records are the requests of others.
    asked = f"/?asked=rw{uuid5(NAMESPACE_URL, found.path).hex[:10]}"
    experiment.send(
        "alice" if person else _NOBODY, "GET", asked, says="somebody uses the app", kind="arrange"
    )
    marks["requests"] = asked.partition("=")[2]
    experiment.note("arrange", "what the rows bear", shows=", ".join(f"{k}: {v}" for k, v in marks.items()))
    first, seen = _shown(experiment, found.path, marks, _NOBODY)
    if seen:
        return experiment.proven(
            f"Somebody without an account opened {found.path} and was shown rows of {seen}"
        )
    if first.status == 0:
        return experiment.untestable(f"it does not answer: {first.error}")
    away = urlsplit(first.headers.get("location", "")).path if first.status in _MOVED else ""
    if first.status in _REFUSED or (away and not away.startswith(found.path)):
        return experiment.cleared(f"Somebody without an account is answered {first.status} {away}".rstrip())
    seen = _shown(experiment, found.path, marks, "admin")[1] if "admin" in trial.actors else ""
    if seen:
        return experiment.cleared(f"{found.path} shows an administrator rows of {seen}, and strangers none")
    return experiment.untestable(f"{found.path} shows nobody the rows that were marked")


def _shown(experiment: Experiment, path: str, marks: dict[str, str], who: str) -> tuple[Response, str]:
    """The console's first answer, and whose rows stand in any of its pages; '' for nobody's."""
    first = None
    for answer in _pages(experiment, path, who):
        first = first or answer
        seen = next((table for table, mark in marks.items() if answer.ok and mark in answer.text), "")
        if seen:
            return first, seen
    assert first is not None
    return first, ""


def _pages(experiment: Experiment, start: str, who: str) -> Iterator[Response]:
    """The console's first page, and those that it leads to within itself."""
    waiting, known = [start], {start}
    while waiting and len(known) <= _PAGES:
        path = waiting.pop(0)
        answer = experiment.send(who, "GET", path, says=f"{who} opens {path}")
        yield answer
        links = (
            [answer.headers.get("location", "")] if answer.status in _MOVED else _LINK.findall(answer.text)
        )
        for link in links:
            target = urlsplit(urljoin(path, link.replace("&amp;", "&")))
            if not target.path.startswith(start.rstrip("/")) or _FILES.search(target.path):
                continue
            there = target.path + (f"?{target.query}" if target.query else "")
            if there not in known:
                known.add(there)
                waiting.append(there)


def _marked(app: App, trial: Trial) -> dict[str, str]:
    """Tables of which one text in every row bears a mark."""
    database, found = database_of(trial), dict[str, str]()
    there = set(database.tables())
    for table in [one for one in app.tables if one.name in there][:_TABLES]:
        mark = f"rw{uuid5(NAMESPACE_URL, table.name).hex[:10]}"
        free = (
            column
            for column in table.columns
            if is_text(column.type)
            and not (column.primary or column.unique or column.values or column.references)
        )
        try:
            if not database.count(table.name):
                database.fill(table.name, 1)
        except NOT_DONE:
            continue
        for column in free:
            try:
                if database.execute(
                    f'update {database.quoted(table.name)} set "{column.name}" = %s', (mark,)
                ):
                    found[table.name] = mark
            except REFUSED:
                # A check or a length wants something else there: the next column may be freer.
                continue
    return found
