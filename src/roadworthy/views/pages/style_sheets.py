"""The rules of the app's own style sheets and of the style elements in its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import tinycss2
from msgspec import Struct
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from roadworthy.app.location import Location
from roadworthy.app.model import App
from roadworthy.regex import regex
from roadworthy.source.purpose import is_foreign, is_test

_STYLE = regex(r"<style[^>]*>(.*?)</style>", re.S | re.I)
_LARGEST = 400_000


class Rule(Struct, frozen=True):
    """`selectors` as written; `declarations` in their order, names in lower case; `media` and `supports` are the conditions around."""

    selectors: str
    declarations: tuple[tuple[str, str], ...]
    location: Location
    media: str = ""
    supports: str = ""

    def value(self, name: str) -> str | None:
        """The last value of a property, None where it has none."""
        return next((value for known, value in reversed(self.declarations) if known == name), None)


class Import(Struct, frozen=True):
    """`@import` of another sheet."""

    url: str
    location: Location


def rules(app: App) -> tuple[Rule, ...]:
    """Every rule, file by file. A view."""
    return tuple(one for one in app.view(_read) if isinstance(one, Rule))


def imports(app: App) -> tuple[Import, ...]:
    """Every import. A view."""
    return tuple(one for one in app.view(_read) if isinstance(one, Import))


def _read(app: App) -> tuple[Rule | Import, ...]:
    found: list[Rule | Import] = []
    for file in app.repository.files:
        if file.size > _LARGEST or is_test(file.path) or is_foreign(file.path):
            continue
        if file.language == "css" and file.path.endswith(".css"):
            found += _sheet(file.path, app.text(file.path), 1, "", "")
        elif file.language == "html":
            text = app.text(file.path)
            for block in _STYLE.finditer(text):
                found += _sheet(file.path, block[1], text.count("\n", 0, block.start(1)) + 1, "", "")
    return tuple(found)


def _sheet(path: str, text: str, first: int, media: str, supports: str) -> Iterator[Rule | Import]:
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    yield from _rules(path, nodes, first, media, supports)


def _rules(
    path: str, nodes: Sequence[Node], first: int, media: str, supports: str
) -> Iterator[Rule | Import]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            yield from _rule(path, node, first, media, supports)
        elif isinstance(node, AtRule) and node.lower_at_keyword == "import":
            yield Import(tinycss2.serialize(node.prelude), _place(path, node, first))
        elif isinstance(node, AtRule) and node.content is not None:
            yield from _inside(path, node, first, media, supports)


def _inside(path: str, node: AtRule, first: int, media: str, supports: str) -> Iterator[Rule | Import]:
    prelude = tinycss2.serialize(node.prelude).strip()
    if node.lower_at_keyword == "media":
        media = f"{media} and {prelude}".removeprefix(" and ")
    elif node.lower_at_keyword == "supports":
        supports = prelude
    elif node.lower_at_keyword not in ("layer", "container", "scope", "starting-style", "utility", "variant"):
        return
    inner = tinycss2.parse_rule_list(node.content or [], skip_comments=True, skip_whitespace=True)
    yield from _rules(path, inner, first, media, supports)


def _rule(path: str, node: QualifiedRule, first: int, media: str, supports: str) -> Iterator[Rule | Import]:
    content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    declared = tuple(
        (one.lower_name, tinycss2.serialize(one.value).strip())
        for one in content
        if isinstance(one, Declaration)
    )
    selectors = tinycss2.serialize(node.prelude).strip()
    yield Rule(selectors, declared, _place(path, node, first), media, supports)
    yield from _rules(
        path, [one for one in content if isinstance(one, (QualifiedRule, AtRule))], first, media, supports
    )


def _place(path: str, node: QualifiedRule | AtRule, first: int) -> Location:
    last = max((one.source_line for one in node.content or []), default=node.source_line)
    return Location(path, first + node.source_line - 1, first + last - 1)
