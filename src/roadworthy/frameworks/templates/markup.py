"""Reads a template's HTML around its tags: forms, their fields and controls, with exact places."""

from __future__ import annotations

import re
from bisect import bisect_right
from html.parser import HTMLParser

from msgspec import Struct, field

from roadworthy.app.location import Location
from roadworthy.regex import regex

_TAG = regex(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<%.*?%>", re.S)
_HOLE = regex("\ue000(\\d+)\ue001\ue002*")
_CSRF = regex(r"csrf_token|hidden_tag|csrfmiddlewaretoken")
_FIELD = regex(r"\bform\.(\w+)")


class Control(Struct):
    """A button or input that submits."""

    location: Location
    label: str = ""


class FormElement(Struct):
    """A `<form>`. `action` still has the template's tags in it; `tags` are those between its ends."""

    location: Location
    method: str
    action: str
    attributes: dict[str, str]
    controls: list[Control] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    @property
    def csrf(self) -> bool:
        """Whether it carries a token against forged requests."""
        return any(_CSRF.search(name) for name in self.names)


class Template(Struct):
    """What was read of one template. `tags` are its tags as written, `scripts` the texts of its inline scripts and
    event attributes, `sources` the addresses of the scripts it loads."""

    path: str
    forms: list[FormElement] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


def read_template(path: str, text: str) -> Template:
    """Reads one template."""
    template = Template(path)
    masked = _TAG.sub(lambda found: _mask(template, found.group()), text)
    reader = _Reader(template, masked)
    reader.feed(masked)
    reader.close()
    reader.finish()
    return template


def _mask(template: Template, tag: str) -> str:
    """A hole of the same length and lines, by which the tag can be found again."""
    template.tags.append(tag)
    hole = f"\ue000{len(template.tags) - 1}\ue001"
    if "\n" in tag or len(hole) > len(tag):
        return re.sub(r"[^\n]", "\ue002", tag)
    return hole.ljust(len(tag), "\ue002")


class _Reader(HTMLParser):
    def __init__(self, template: Template, masked: str) -> None:
        super().__init__(convert_charrefs=True)
        self.template, self.masked = template, masked
        self.lines = [0, *(found.end() for found in re.finditer("\n", masked))]
        self.form: FormElement | None = None
        self.control: Control | None = None
        self.script = False

    def whole(self, text: str) -> str:
        """A text with its tags put back."""
        return _HOLE.sub(lambda found: self.template.tags[int(found.group(1))], text)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def _location(self, start: int, end: int) -> Location:
        return Location(
            self.template.path,
            bisect_right(self.lines, start),
            bisect_right(self.lines, max(start, end - 1)),
            len(self._plain(start).encode()),
            len(self._plain(end).encode()),
        )

    def _plain(self, end: int) -> str:
        return self.whole(self.masked[:end])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: self.whole(value or "") for name, value in attrs}
        self.template.scripts += [value for name, value in attributes.items() if name.startswith("on")]
        start = self._offset()
        here = self._location(start, start + len(self.get_starttag_text() or ""))
        if tag == "script":
            self.script = True
            self.template.sources += [attributes["src"]] if "src" in attributes else []
        elif tag == "form":
            method = attributes.get("method", "get").upper()
            self.form = FormElement(here, method, attributes.get("action", ""), attributes)
            self.template.forms.append(self.form)
        elif self.form is not None:
            self._inside(self.form, tag, attributes, here)

    def _inside(self, form: FormElement, tag: str, attributes: dict[str, str], here: Location) -> None:
        if tag in ("input", "select", "textarea") and attributes.get("name"):
            form.names.append(attributes["name"])
        kind = attributes.get("type", "submit" if tag == "button" else "").lower()
        if tag in ("button", "input") and kind in ("submit", "image"):
            self.control = Control(here, attributes.get("value", ""))
            form.controls.append(self.control)
            if tag == "input":
                self.control = None

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.script = False
        elif tag == "button":
            self.control = None
        elif tag == "form" and self.form is not None:
            self._end_form(self._offset() + len("</form>"))

    def _end_form(self, end: int) -> None:
        form = self.form
        assert form is not None
        start = form.location
        begin = self.lines[start.start_line - 1] if not start.start else len(self._decoded(start.start))
        form.location = self._location(begin, end)
        for found in _HOLE.finditer(self.masked[begin:end]):
            tag = self.template.tags[int(found.group(1))]
            form.names += _FIELD.findall(tag)
            if _CSRF.search(tag):
                form.names.append("csrf_token")
        self.form = None

    def _decoded(self, count: int) -> str:
        return self.whole(self.masked).encode()[:count].decode()

    def handle_data(self, data: str) -> None:
        if self.script:
            self.template.scripts.append(self.whole(data))
        elif self.control is not None:
            self.control.label = f"{self.control.label} {' '.join(self.whole(data).split())}".strip()

    def finish(self) -> None:
        """A form that is never closed reaches to the end."""
        if self.form is not None:
            self._end_form(len(self.masked))
