"""The pages on which a file of the front end is seen: a document by the script that it loads, a template by the answer that fills it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from roadworthy.app.model import App
from roadworthy.views.pages.html_pages import html_pages


def routes_of_file(app: App, path: str) -> tuple[str, ...]:
    """The routes of pages that load a script, or of Express's that are made of a template, those without parameters first."""
    found = dict.fromkeys((*_loading(app, path), *_made_of(app, path)))
    return tuple(sorted(found, key=lambda route: (":" in route, len(route), route)))


def _loading(app: App, path: str) -> Iterator[str]:
    name = posixpath.basename(path)
    documents = {
        page.path
        for page in app.view(html_pages)
        if any(_loads(element.attribute("src"), name) for element in page.elements if element.tag == "script")
    }
    return (page.route for page in app.pages if page.file in documents)


def _loads(source: str | None, name: str) -> bool:
    return source is not None and posixpath.basename(source.partition("?")[0]) == name


def _made_of(app: App, path: str) -> Iterator[str]:
    stem = posixpath.splitext(path)[0]
    for endpoint in app.endpoints:
        if endpoint.method == "GET" and any(
            one.template and _is_name_of(one.template, stem) for one in endpoint.answers
        ):
            yield endpoint.path


def _is_name_of(name: str, stem: str) -> bool:
    return f"/{stem}".endswith(f"/{posixpath.splitext(name)[0].lstrip('./')}")
