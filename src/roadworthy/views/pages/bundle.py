"""What the browser downloads before the first page works: pages that are all in one bundle, heavy packages on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.dotted import dotted, last_name
from roadworthy.views.code.sides import sides
from roadworthy.views.code.spots import spots
from roadworthy.views.pages.html_pages import html_pages

HEAVY = {
    "recharts": 140,
    "chart.js": 70,
    "react-chartjs-2": 70,
    "echarts": 330,
    "apexcharts": 130,
    "react-apexcharts": 130,
    "highcharts": 100,
    "plotly.js": 1000,
    "d3": 90,
    "three": 170,
    "@react-three/fiber": 200,
    "mapbox-gl": 250,
    "leaflet": 42,
    "react-leaflet": 50,
    "monaco-editor": 900,
    "@monaco-editor/react": 900,
    "codemirror": 130,
    "@tiptap/react": 110,
    "quill": 60,
    "react-quill": 65,
    "@ckeditor/ckeditor5-build-classic": 200,
    "xlsx": 140,
    "exceljs": 250,
    "jspdf": 110,
    "pdfjs-dist": 120,
    "@react-pdf/renderer": 400,
    "html2canvas": 48,
    "moment": 72,
    "firebase": 90,
    "aws-sdk": 350,
    "mermaid": 400,
    "react-syntax-highlighter": 230,
    "highlight.js": 300,
    "video.js": 180,
    "@tensorflow/tfjs": 350,
    "react-big-calendar": 60,
    "@fullcalendar/react": 80,
    "libphonenumber-js": 45,
    "faker": 600,
    "@faker-js/faker": 600,
    "lottie-web": 60,
}
"""Compressed kB that a package adds to a bundle, rounded, as bundlephobia.com measures them."""

# Pages in one bundle, from which a visitor of one downloads mostly what he does not see.
MANY_PAGES = 5
# Globals of the libraries that pages load by a script element.
_SCRIPTS = {
    "moment": r"\bmoment\(|\bmoment\.(utc|locale|duration|now|unix)\b",
    "chart": r"\bnew Chart\b|\bChart\.",
    "d3": r"\bd3\.",
    "three": r"\bTHREE\.",
    "lodash": r"\b_\.\w+\(",
}


_COMPILER = regex(r"^(https?:)?//cdn\.tailwindcss\.com|@tailwindcss/browser")


class Weight(Struct, frozen=True):
    """`kind` is routes (all pages in one), package (a heavy `package` loaded at once), script (loaded by every page and never used) or
    compiler (what makes a page's styles while people wait for it)."""

    kind: str
    location: Location
    fact: str
    package: str = ""


def weights(app: App) -> tuple[Weight, ...]:
    """What makes the download heavy. A view."""
    single = _is_single_page(app)
    heavy = tuple(_packages(app))
    found: list[Weight] = [*_scripts(app), *_compilers(app)]
    routes = tuple(_routes(app)) if single else ()
    # In one bundle the packages of every page are the same matter; a framework that splits by page has only these.
    found += (*routes, *heavy) if routes else () if single else heavy
    return tuple(found)


# What builds each route of React Router's framework mode, or of Remix, apart (https://reactrouter.com/explanation/code-splitting).
_SPLITTERS = ("@react-router/dev", "@remix-run/dev")


def _is_single_page(app: App) -> bool:
    if any(app.deployment.package(name) is not None for name in _SPLITTERS):
        return False
    return not any(
        isinstance(spot.node, form.Import) and spot.node.source.startswith("next/")
        for spot in spots(app, form.Import)
    ) and not any(path.rsplit("/", 1)[-1].startswith("next.config") for path in app.modules)


def splits(app: App) -> bool:
    """Whether any part of the page is loaded when it is needed: lazy(), dynamic(), import()."""
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if dotted(call.callee) in (
            "lazy",
            "React.lazy",
            "dynamic",
            "loadable",
            "import",
            "lazyRouteComponent",
            "lazyWithRetry",
        ):
            return True
    return False


def _routes(app: App) -> Iterator[Weight]:
    modules = {
        page.file for page in app.pages if page.component and page.file.endswith((".tsx", ".jsx", ".js"))
    }
    routers = sorted({page.location.path for page in app.pages if page.component})
    if _pages_are_lazy(app, routers):
        return
    imported: dict[str, list[form.Node]] = {}
    for spot in spots(app, form.Import):
        assert isinstance(spot.node, form.Import)
        if re.search(r"(^|/)(pages|views|screens)/", spot.node.source):
            imported.setdefault(spot.path, []).append(spot.node)
    for path in routers if len(modules) >= MANY_PAGES else ():
        imported.setdefault(path, [spot.node for spot in spots(app, form.Import) if spot.path == path])
    for path, nodes in sorted(imported.items()):
        count = len(modules) if path in routers else len(nodes)
        if nodes and count >= MANY_PAGES and (path in routers or app.view(sides).get(path) == "client"):
            place = Location(path, nodes[0].span.line, nodes[-1].span.end_line)
            yield Weight(
                "routes",
                place,
                f"{path} imports all {count} pages at once, and none is loaded when it is needed",
            )


def _pages_are_lazy(app: App, routers: list[str]) -> bool:
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if (
            dotted(call.callee) in ("lazy", "React.lazy", "loadable", "lazyRouteComponent")
            and spot.path in routers
        ):
            return True
    return False


def _packages(app: App) -> Iterator[Weight]:
    where = app.view(sides)
    later = _loaded_later(app)
    for spot in spots(app, form.Import):
        node = spot.node
        assert isinstance(node, form.Import)
        package = (
            node.source
            if node.source in HEAVY
            else "/".join(node.source.split("/")[: 2 if node.source.startswith("@") else 1])
        )
        if package not in HEAVY or where.get(spot.path) != "client":
            continue
        stem = re.sub(r"\.\w+$", "", spot.path).split("/")
        if "/".join(stem[-1:]) in later or (stem[-1] == "index" and stem[-2] in later):
            continue
        yield Weight(
            "package",
            at(spot.path, node),
            f"{package} (about {HEAVY[package]} kB compressed) is imported at {spot.path}:{node.span.line}",
            package,
        )


def _loaded_later(app: App) -> frozenset[str]:
    """The last names of files that are loaded by `import()`."""
    found: set[str] = set()
    for spot in spots(app, form.Call):
        call = spot.node
        assert isinstance(call, form.Call)
        if (
            last_name(call.callee) == "import"
            and call.arguments
            and isinstance(call.arguments[0], form.Literal)
        ):
            found.add(re.sub(r"\.\w+$", "", str(call.arguments[0].value)).rsplit("/", 1)[-1])
    return frozenset(found)


def _scripts(app: App) -> Iterator[Weight]:
    """A library in the head of a layout that no page uses."""
    pages = app.view(html_pages)
    for page in pages:
        below = [other for other in pages if other.extends and _extends(other.text, page.path)]
        if not page.whole or not below:
            continue
        for element in page.elements:
            source = (element.attribute("src") or "").lower() if element.tag == "script" else ""
            library = next(
                (known for known in _SCRIPTS if re.search(rf"(/|^){known}([.@\-/]|$)", source)), ""
            )
            if library and not _used(app, library, [page.text, *(other.text for other in below)]):
                yield Weight(
                    "script",
                    page.place(element),
                    f"{page.path}:{element.line} loads {library} on every page, and nothing uses it",
                )


def _compilers(app: App) -> Iterator[Weight]:
    """Tailwind's script for development in the first page that has it, which is most often the layout of the others ("not intended for
    production", https://tailwindcss.com/docs/installation/play-cdn)."""
    for page in app.view(html_pages):
        for element in page.elements:
            source = element.attribute("src") or "" if element.tag == "script" else ""
            if _COMPILER.search(source):
                fact = f"{page.path}:{element.line} has the browser compile its styles, with a script that is for development only"
                yield Weight("compiler", page.place(element), fact)


def _extends(text: str, layout: str) -> bool:
    named = re.search(r"\{%-?\s*(?:extends|layout)\s*\(?['\"]([^'\"]+)", text)
    return named is not None and f"/{layout}".endswith(f"templates/{named[1]}")


def _used(app: App, library: str, texts: list[str]) -> bool:
    pattern = re.compile(_SCRIPTS[library])
    if any(pattern.search(text) for text in texts):
        return True
    return any(
        pattern.search(app.text(file.path))
        for file in app.repository.files
        if file.language in ("javascript", "typescript") and file.size < 500_000
    )
