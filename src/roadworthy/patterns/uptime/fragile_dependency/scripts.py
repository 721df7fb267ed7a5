"""Judges pages that show nothing before another company's script has come, and takes the wait out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import App, Location
from roadworthy.catalogue import Severity, Verdict, gap
from roadworthy.edits import Brief, Change, Edits, Review
from roadworthy.patterns.uptime.fragile_dependency.finding import FragileGap
from roadworthy.views.pages.blocking_scripts import BlockingScript, blocking_scripts
from roadworthy.views.pages.html_pages import HtmlPage


def detect_scripts(app: App) -> Iterator[Verdict]:
    """One verdict for each document that waits; those that wait for the very same are one."""
    alike: dict[tuple[str, ...], list[tuple[HtmlPage, tuple[BlockingScript, ...]]]] = {}
    for page, scripts in app.view(blocking_scripts):
        alike.setdefault(tuple(one.url for one in scripts), []).append((page, scripts))
    for pages in alike.values():
        page, scripts = pages[0]
        hosts = ", ".join(dict.fromkeys(one.host for one in scripts))
        yield gap(
            page.path,
            f"The page stays blank until {hosts} has answered",
            impact=f"Outage: while {scripts[0].host} hangs nobody sees anything of the app, though it is up",
            locations=tuple(one.location for _, waited in pages for one in waited),
            evidence=tuple(
                f"the script of {one.host} at {one.location} has neither async nor defer" for one in scripts
            ),
            severity=Severity.MEDIUM,
            details=FragileGap(
                scripts=scripts,
                alike=tuple(one for _, waited in pages[1:] for one in waited),
                drawn=any(one.attribute("type") == "module" for one in page.elements),
            ),
            anchor="script",
            cwe="CWE-1088",
        )


def let_them_come_later(message: str, found: FragileGap, app: App) -> Edits | Brief:
    """`defer` where the server wrote the page, `async` where a module draws it: modules wait for what is deferred before them."""
    if len(found.scripts) > 1 or any(one.inline_after for one in (*found.scripts, *found.alike)):
        return Brief(
            title="Do not wait for other people's scripts",
            task=f"{message}. Serve the scripts with the app, or give them `defer` in their order and have what follows wait for them.",
            constraints=("code in the page that uses them still finds them",),
            acceptance=("while their host hangs the page shows what it is about",),
        )
    script = found.scripts[0]
    word = "async" if found.drawn else "defer"
    return Edits(
        title=f"Do not wait for the script of {script.host}"[:72],
        why=f"{message}. It is fetched beside the page now and runs when it has come.",
        review=Review.READ,
        changes=tuple(_with_word(app, one.location, one, word) for one in (script, *found.alike)),
        notes=("Code that uses the script as the page loads must wait for it.",),
    )


def _with_word(app: App, place: Location, script: BlockingScript, word: str) -> Change:
    text = app.text(place.path)
    begun = sum(len(line) for line in text.splitlines(keepends=True)[: place.start_line - 1])
    found = re.compile(rf"<script\b(?=[^>]*{re.escape(script.url)})", re.I).search(text, begun)
    assert found is not None, "the tag stands where it was read"
    at = len(text[: found.end()].encode())
    return Change(place.path, at, at, f" {word}")
