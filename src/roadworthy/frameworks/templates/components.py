"""Makes components of templates: what they put in, and which forms send what to which route."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable

from roadworthy.app import Component, Form
from roadworthy.app.location import whole_file
from roadworthy.frameworks.templates.markup import FormElement, Template, read_template
from roadworthy.interpret import Program
from roadworthy.regex import regex

# Scripts that switch the control off once its form was sent.
_SWITCHES_OFF = regex(
    r"""\.disabled\s*=\s*(true|!0)|setAttribute\(\s*['"]disabled|\.(prop|attr)\(\s*['"]disabled|submitting\s*=\s*true"""
)
_SUBMITS = regex(r"submit", re.I)
# How far a handler of a form goes, roughly: what is switched off further down belongs to something else.
_HANDLER = 2500
_FUNCTION = regex(r"^(?:export\s+)?(?:async\s+)?function\s+(\w+)", re.M)
_PUTS_IN = regex(
    r"""\{%-?\s*(?:extends|include|import|from)\s+['"]([^'"]+)['"]|<%[-_=]?\s*include\(?\s*['"]?([\w./-]+)|\{\{>\s*([\w./-]+)"""
)
# Engines of Node's find a view by its name without the ending (`res.render("users/login")`).
_ENDINGS = (".ejs", ".hbs", ".handlebars", ".njk", ".mustache", ".html")

Links = Callable[[str, str], str]
"""The route that a template's expression or tag for an address leads to, '' for none: (expression, template path)."""


class Templates:
    """The templates of a repository, read when they are asked for."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._read: dict[str, Template] = {}
        self._within: dict[str, list[str]] = {}
        self._whole: dict[str, list[Template]] = {}
        self._named: dict[str, list[str]] = {}
        for path in program.paths:
            self._named.setdefault(posixpath.basename(path), []).append(path)

    def find(self, name: str, near: str = "") -> str:
        """The file of a template by the name that the code calls it; '' when there is none."""
        if not posixpath.splitext(name)[1]:
            # The folder that holds a view is not said; `../partials/head` is beside it.
            plain = name.lstrip("./")
            ways = (self.find(plain + ending, near) for ending in _ENDINGS)
            return next((way for way in ways if way), "")
        like = self._named.get(posixpath.basename(name), [])
        found = [path for path in like if path == f"templates/{name}" or path.endswith(f"/templates/{name}")]
        if not found:
            found = [path for path in like if path == name or path.endswith(f"/{name}")]
        return min(
            found, key=lambda path: (-len(posixpath.commonprefix([path, near])), len(path)), default=""
        )

    def read(self, path: str) -> Template:
        """A template, read once."""
        if path not in self._read:
            self._read[path] = read_template(path, self.program.text(path))
        return self._read[path]

    def within(self, path: str) -> list[str]:
        """The templates that one puts in or builds on."""
        if path not in self._within:
            groups = [found for tag in self.read(path).tags for found in _PUTS_IN.findall(tag)]
            named = [name for found in groups for name in found if name]
            self._within[path] = [found for name in named if (found := self.find(name, path))]
        return self._within[path]

    def whole(self, path: str) -> list[Template]:
        """A template with all that it puts in or builds on."""
        if path not in self._whole:
            self._whole[path] = self._put_together(path)
        return self._whole[path]

    def _put_together(self, path: str) -> list[Template]:
        seen: dict[str, Template] = {}
        waiting = [path]
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen[one] = self.read(one)
                waiting += self.within(one)
        return list(seen.values())


def component_of(
    templates: Templates, path: str, routes: Iterable[str], links: Links, framework: str
) -> Component:
    """A template as a component. `routes` are the pages that show it: a form without an address goes there."""
    template = templates.read(path)
    off = _switches_off(templates, path)
    forms = [_form(element, tuple(routes), links, path, off) for element in template.forms]
    here = whole_file(path)
    return Component(
        name=_named(path),
        location=here,
        body=here,
        renders=tuple(_named(found) for found in templates.within(path)),
        forms=tuple(forms),
        framework=framework,
        side="server",
    )


def _named(path: str) -> str:
    """A template as the code calls it: below the folder of templates, or of views."""
    for folder in ("templates/", "views/"):
        if folder in path:
            return path.split(folder, 1)[1]
    return path


def _form(element: FormElement, routes: tuple[str, ...], links: Links, path: str, off: bool) -> Form:
    control = element.controls[0] if element.controls else None
    where = [_address(element.action, links, path)] if element.action.strip() else list(routes)
    return Form(
        location=element.location,
        control=control.location if control is not None else element.location,
        label=control.label if control is not None else "",
        trigger="onSubmit",
        disabled_while_pending=off or "disabled" in element.attributes.get("onsubmit", ""),
        fetches=tuple((element.method, address) for address in where if address),
        fields=tuple(dict.fromkeys(element.names)),
    )


def _address(action: str, links: Links, path: str) -> str:
    """The path that an action leads to, with `:value` for what varies."""
    known = links(action, path)
    if known:
        return known
    if action.startswith(("#", "javascript:")):
        return ""
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<%.*?%>", ":value", re.sub(r"^https?://[^/]+", "", action))


def _switches_off(templates: Templates, path: str) -> bool:
    """Whether a script of the page switches controls off when a form is sent."""
    for template in templates.whole(path):
        texts = list(template.scripts)
        for source in template.sources:
            name = re.search(r"([\w./-]+\.js)", source)
            found = _script(templates, name.group(1)) if name is not None else ""
            texts += [templates.program.text(found)] if found else []
        everything = "\n".join([*texts, templates.program.text(template.path)])
        if any(_sent_and_off(text, everything) for text in texts):
            return True
    return False


def _sent_and_off(text: str, everything: str) -> bool:
    """Whether a script switches something off close to where it hears of a form. A function that nobody calls does not."""
    for match in _SWITCHES_OFF.finditer(text):
        name, begin = _around(text, match.start())
        near = text[max(begin, match.start() - _HANDLER) : match.end() + 200]
        if _SUBMITS.search(near) is not None and (not name or _is_called(name, everything)):
            return True
    return False


def _around(text: str, position: int) -> tuple[str, int]:
    """The function at the margin that a position stands in, and where it begins; '' for none."""
    heads = [head for head in _FUNCTION.finditer(text, 0, position)]
    if heads and "\n}" not in text[heads[-1].start() : position]:
        return heads[-1].group(1), heads[-1].start()
    return "", 0


def _is_called(name: str, text: str) -> bool:
    return re.search(rf"(?<!function )\b{name}\s*\(|[,(]\s*{name}\s*[,)]", text) is not None


def _script(templates: Templates, name: str) -> str:
    return next((p for p in templates.program.paths if p == name or p.endswith(f"/{name.lstrip('/')}")), "")
