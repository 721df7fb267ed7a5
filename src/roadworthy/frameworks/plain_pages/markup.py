"""Reads an HTML file: its scripts, what listens to people in it, and whether anything stands in it at all."""

from __future__ import annotations

import re
from bisect import bisect_right
from html.parser import HTMLParser

from msgspec import Struct, field

from roadworthy.app.location import Location

_CONTROLS = frozenset(("button", "form", "input", "select", "a"))
# What a page holds that is nothing but the place where a script draws everything.
_EMPTY = frozenset(
    ("html", "head", "body", "div", "script", "noscript", "meta", "link", "title", "style", "base", "main")
)
_SCRIPTS = frozenset(("", "module", "text/javascript", "application/javascript", "text/babel"))


class PageElement(Struct):
    """An element that people act on, or that has a name. `form` is the number of the form around it, -1 for none; `names` are
    the fields of a form."""

    tag: str
    attributes: dict[str, str]
    location: Location
    label: str = ""
    form: int = -1
    names: list[str] = field(default_factory=list)

    @property
    def submits(self) -> bool:
        """Whether pressing it sends the form around it."""
        kind = self.attributes.get("type", "submit" if self.tag == "button" else "").lower()
        return self.tag in ("button", "input") and kind in ("submit", "image")


class Script(Struct):
    """A script of the page: the address it is loaded from, or where in the file it stands (bytes)."""

    source: str = ""
    start: int = 0
    end: int = 0


class PageMarkup(Struct):
    """What was read of one file. `shell` when nothing stands in its body, so that a script draws the whole page."""

    path: str
    elements: list[PageElement] = field(default_factory=list)
    scripts: list[Script] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    shell: bool = True

    def submit_of(self, form: PageElement) -> PageElement:
        """The control that sends a form; the form itself where it has none."""
        number = self.elements.index(form)
        return next((one for one in self.elements if one.form == number and one.submits), form)


def read_markup(path: str, text: str) -> PageMarkup:
    """Reads one file."""
    reader = _Reader(path, text)
    reader.feed(text)
    reader.close()
    return reader.page


def scripts_alone(markup: PageMarkup, content: bytes) -> bytes:
    """The file with nothing but its own scripts in it, everything else blank, so that every place stays true."""
    blank = bytearray(re.sub(rb"[^\n]", b" ", content))
    for script in markup.scripts:
        blank[script.start : script.end] = content[script.start : script.end]
        if script.end > script.start and script.end < len(blank) and blank[script.end] != 10:
            # One script ends where the next begins, whatever its last statement lacks.
            blank[script.end] = ord(";")
    return bytes(blank)


class _Reader(HTMLParser):
    def __init__(self, path: str, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.text = PageMarkup(path), text
        self.lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self.counted = 0, 0
        self.form = -1
        self.open: PageElement | None = None
        self.script: Script | None = None

    def _offset(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def _bytes(self, offset: int) -> int:
        """Places come one after the other: only what lies between is counted."""
        known, counted = self.counted if offset >= self.counted[0] else (0, 0)
        self.counted = offset, counted + len(self.text[known:offset].encode())
        return self.counted[1]

    def _location(self, start: int, end: int) -> Location:
        first, last = bisect_right(self.lines, start), bisect_right(self.lines, max(start, end - 1))
        return Location(self.page.path, first, last, self._bytes(start), self._bytes(end))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        start = self._offset()
        end = start + len(self.get_starttag_text() or "")
        self.page.tags.add(tag)
        self.page.shell = self.page.shell and tag in _EMPTY
        if tag == "script":
            self._begin_script(attributes, end)
            return
        listens = any(name.startswith("on") for name in attributes)
        if tag in _CONTROLS or listens or "id" in attributes:
            self._keep(PageElement(tag, attributes, self._location(start, end), form=self.form))
        elif "name" in attributes and self.form >= 0:
            self.page.elements[self.form].names.append(attributes["name"])

    def _begin_script(self, attributes: dict[str, str], end: int) -> None:
        if attributes.get("type", "").lower() not in _SCRIPTS:
            return
        if "src" in attributes:
            self.page.scripts.append(Script(attributes["src"]))
        else:
            self.script = Script(start=self._bytes(end))

    def _keep(self, element: PageElement) -> None:
        self.page.elements.append(element)
        element.label = element.attributes.get("value", "") if element.tag == "input" else ""
        if element.tag == "form":
            self.form = len(self.page.elements) - 1
        elif self.form >= 0 and element.attributes.get("name"):
            self.page.elements[self.form].names.append(element.attributes["name"])
        if element.tag in ("button", "a"):
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self.script is not None:
            self.script.end = self._bytes(self._offset())
            self.page.scripts.append(self.script)
            self.script = None
        elif tag in ("button", "a"):
            self.open = None
        elif tag == "form":
            self.form = -1

    def handle_data(self, data: str) -> None:
        if self.open is not None:
            self.open.label = f"{self.open.label} {' '.join(data.split())}".strip()
