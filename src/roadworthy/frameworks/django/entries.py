"""One line of a list of addresses, and what its route asks of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from roadworthy.interpret import (
    Model,
    Run,
    Value,
)
from roadworthy.languages import form
from roadworthy.regex import regex

_CONVERTER = regex(r"<(?:(\w+):)?(\w+)>")
_GROUP = regex(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True, slots=True, eq=False)
class Entry(Model):
    """`path("x/", view)`, `re_path(...)`."""

    route: str
    view: Value
    name: str
    module: str
    node: form.Node
    regex: bool = False
    options: Value | None = None
    changed: list[str] = field(default_factory=list)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        """Code of the app makes something else of it: a class of its own, a view behind another function."""
        self.changed.append(name)


def converted(entry: Entry) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The path with `:name` for what varies."""
    if entry.regex:
        text = re.sub(r"^\^|\$$|\\Z$", "", entry.route)
        names = _GROUP.findall(text)
        text = _GROUP.sub(lambda found: f":{found.group(1)}", text)
        return re.sub(r"\\([./-])", r"\1", re.sub(r"/\?$", "/", text)), tuple((name, "str") for name in names)
    found = tuple((name, kind or "str") for kind, name in _CONVERTER.findall(entry.route))
    return _CONVERTER.sub(lambda one: f":{one.group(2)}", entry.route), found
