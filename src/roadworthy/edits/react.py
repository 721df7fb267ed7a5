"""Edits of a React front end."""

from __future__ import annotations

import posixpath

from roadworthy.app import App, Location
from roadworthy.edits.edit import Change
from roadworthy.edits.source import SourceFile
from roadworthy.edits.types import strip_types
from roadworthy.views.pages.screens import root_component


def client_folder(app: App) -> str:
    """The folder of the front end's source: that of the module which puts it into the document."""
    root = root_component(app)
    if root is not None and root.root is not None:
        return posixpath.dirname(root.root.path)
    paths = [component.location.path for component in app.components]
    return posixpath.commonpath(paths) if len(paths) > 1 else posixpath.dirname(paths[0]) if paths else ""


def components_folder(app: App) -> str:
    """Where shared components stand."""
    return posixpath.join(client_folder(app), "components")


def library_folder(app: App) -> str:
    """Where shared code stands that renders nothing: `lib`, `utils`, whichever the app has."""
    folder = client_folder(app)
    for name in ("lib", "utils", "helpers"):
        if any(path.startswith(f"{posixpath.join(folder, name)}/") for path in app.modules):
            return posixpath.join(folder, name)
    return posixpath.join(folder, "lib")


def typed(app: App) -> bool:
    """Whether the front end is written in TypeScript."""
    folder = client_folder(app)
    return any(path.startswith(folder) and path.endswith((".ts", ".tsx")) for path in app.modules)


def ending(app: App) -> str:
    """The ending of a component's file."""
    return ".tsx" if typed(app) else ".jsx"


def in_language(app: App, text: str) -> str:
    """A TypeScript file as the front end can use it."""
    return text if typed(app) else strip_types(text)


def wrap(source: SourceFile, element: Location, tag: str) -> Change:
    """Puts an element inside another: `<App />` becomes `<Tag><App /></Tag>`, on lines of its own where it stands on one."""
    text = source.text(element)
    margin = source.indent(element.start)
    before = source.content[source.line_start(element.start) : element.start]
    if before.strip():
        return source.replace(element, f"<{tag}>{text}</{tag}>")
    inner = "\n".join(
        f"  {line}" if number else f"{margin}  {line}" for number, line in enumerate(text.split("\n"))
    )
    return source.replace(element, f"<{tag}>\n{inner}\n{margin}</{tag}>")
