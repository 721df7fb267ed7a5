"""Links that lead to whatever address somebody typed in."""

from __future__ import annotations

import re

from roadworthy.app import App, Component, Fact
from roadworthy.app.use import Use
from roadworthy.patterns.malicious_input.cross_site_scripting.finding import ScriptGap
from roadworthy.views.requests.written_links import refused_by_the_library, written_link


def typed_address(app: App, component: Component) -> ScriptGap | None:
    """The first such link of a component, where nothing asks how the address begins."""
    for use in component.uses:
        leads = use.kind == "link" and not app.view(refused_by_the_library)
        name = (
            written_link(app, use.arguments[0]) if (leads or _goes(component, use)) and use.arguments else ""
        )
        if name and not any(_asks_scheme(fact) for fact in use.facts):
            return ScriptGap(component.name, name, use.api, "address", use.location, component.location)
    return None


def _goes(component: Component, use: Use) -> bool:
    """Whether the page goes there by itself, or opens a window on it: no library looks at the address on that way."""
    return component.side != "server" and (use.kind == "redirect" or (use.kind, use.api) == ("path", "open"))


def _asks_scheme(fact: Fact) -> bool:
    """`url.startsWith("https://")`, `/^https?:/.test(url)`."""
    return any(map(_asks_scheme, (inner for way in fact.any_of for inner in way))) or bool(
        re.search(r"startsWith|test|match|includes|URL", fact.left.operation)
    )
