"""The elements of the app's pages and templates that are written as HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from msgspec import Struct

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.source.purpose import is_foreign, is_test
from roadworthy.views.pages.script_markup import written_markup

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# Mails and prints are shown by other programs than browsers.
_OTHER = regex(
    r"(^|/)(e?mails?|newsletters?|pdfs?|print|reports?_pdf)(/|$)|(e?mail|pdf)[\w-]*\.html(\.\w+)?$|(^|[/_-])print(able)?\.html$|\.(mjml|txt)$",
    re.I,
)
_LOGIC = regex(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<%.*?%>", re.S)
_TEMPLATES = (".html", ".htm", ".ejs", ".hbs", ".njk", ".jinja", ".jinja2", ".j2")
_LARGEST = 600_000


class HtmlElement(Struct, frozen=True):
    """An element of a page, or of what its script writes; `parent` is the number of the one it stands in among the page's elements, -1 at the top. `text` is what
    it says itself."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    line: int
    parent: int
    text: str = ""

    def attribute(self, name: str) -> str | None:
        """An attribute's text, None where it has none."""
        return dict(self.attributes).get(name)

    @property
    def classes(self) -> frozenset[str]:
        """Its class names."""
        return frozenset((self.attribute("class") or "").split())


class HtmlPage(Struct, frozen=True):
    """`whole` when it is a document of its own and no fragment; `extends` when another template is around it."""

    path: str
    elements: tuple[HtmlElement, ...]
    whole: bool
    extends: bool
    text: str

    def place(self, element: HtmlElement, until: int = 0) -> Location:
        """Where an element stands."""
        return Location(self.path, element.line, max(element.line, until))

    def inside(self, number: int) -> list[HtmlElement]:
        """The elements inside the one of that number."""
        held = {number}
        found = []
        for position, element in enumerate(self.elements):
            if element.parent in held:
                held.add(position)
                found.append(element)
        return found


def html_pages(app: App) -> tuple[HtmlPage, ...]:
    """Every HTML file that a browser gets to see. A view."""
    pages = []
    for file in app.repository.files:
        if not file.path.endswith(_TEMPLATES) or file.size > _LARGEST:
            continue
        if (
            is_test(file.path)
            or is_foreign(file.path)
            or _OTHER.search(file.path)
            or "node_modules" in file.path
        ):
            continue
        pages.append(_page(file.path, app.text(file.path)))
    return tuple(pages)


def _page(path: str, text: str) -> HtmlPage:
    reader = _Reader()
    reader.feed(_LOGIC.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text))
    tags = {element.tag for element in reader.elements}
    whole = "html" in tags and "head" in tags
    return HtmlPage(
        path, tuple(reader.finished()), whole, bool(re.search(r"\{%-?\s*(extends|layout)\b", text)), text
    )


class _Reader(HTMLParser):
    """Collects elements with their line and what they stand in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[HtmlElement] = []
        self._open: list[int] = []
        self._said: dict[int, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self._open[-1] if self._open else -1
        kept = tuple((name, value or "") for name, value in attrs)
        self.elements.append(HtmlElement(tag, kept, self.getpos()[0], parent))
        if tag not in _VOID:
            self._open.append(len(self.elements) - 1)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self._open) - 1, -1, -1):
            if self.elements[self._open[position]].tag == tag:
                del self._open[position:]
                return

    def handle_data(self, data: str) -> None:
        if self._open and self.elements[self._open[-1]].tag == "script":
            self._written(data)
        if self._open and data.strip():
            self._said[self._open[-1]] = f"{self._said.get(self._open[-1], '')} {data.strip()}".strip()[:200]

    def _written(self, script: str) -> None:
        """What the script writes stands in it, as its own elements do."""
        holder, first = self._open[-1], self.getpos()[0]
        for lines, text in written_markup(script):
            inner = _Reader()
            inner.feed(text)
            below = len(self.elements)
            for one in inner.finished():
                parent = holder if one.parent < 0 else below + one.parent
                self.elements.append(
                    HtmlElement(one.tag, one.attributes, first + lines + one.line - 1, parent, one.text)
                )

    def finished(self) -> list[HtmlElement]:
        return [
            HtmlElement(one.tag, one.attributes, one.line, one.parent, self._said.get(number, one.text))
            for number, one in enumerate(self.elements)
        ]
