"""Which HTML files people get to see, and at which address."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from roadworthy.app import Endpoint, Origin
from roadworthy.app.location import Location, whole_file
from roadworthy.app.static_files import StaticFiles
from roadworthy.frameworks.plain_pages.markup import PageMarkup, read_markup
from roadworthy.interpret import Program
from roadworthy.regex import regex
from roadworthy.source.purpose import is_foreign, is_test

_HTML = (".html", ".htm")
# Folders whose HTML a server fills in, builds or shows to nobody who uses the app.
_NOT_SENT = regex(
    r"(^|/)(templates?|views|docs?|documentation|coverage|e?mails?|newsletters?|storybook[\w-]*|node_modules|dist|build|out|reports?"
    r"|examples?|samples?|partials?|components?|includes?|fragments?|\.[\w-]+)/",
    re.I,
)
_VARIES = regex(r"[:*{<\[(]")
_LARGEST = 400_000
# What a build fills in, and scripts that no browser runs as they are.
_BUILT = regex(r"%\w+%|\.(tsx?|jsx|vue|svelte)([?#].*)?$")


class PlainPage(Struct, frozen=True):
    """A page and the file that is sent for it. `location` is where the code says so, the file where it does not; `folder` is
    where its addresses begin, `mount` under which path."""

    route: str
    markup: PageMarkup
    location: Location
    folder: str = ""
    mount: str = ""


def sent_pages(
    program: Program, statics: Iterable[StaticFiles], endpoints: Iterable[Endpoint], *, alone: bool
) -> list[PlainPage]:
    """The pages of a repository. `alone` when no framework draws any: then a folder that no server names holds pages as well."""
    documents = list(_documents(program))
    if not documents:
        return []
    known = tuple(endpoints)
    served = _served((*statics, *_sent_folders(known)), program)
    answered = _answered(known)
    found = []
    for path in documents:
        page = _page(path, program, served, answered, alone)
        if page is not None:
            found.append(page)
    return list({page.route: page for page in found}.values())


def _documents(program: Program) -> Iterator[str]:
    for path in program.paths:
        if not path.lower().endswith(_HTML) or is_test(path) or is_foreign(path):
            continue
        yield path


def _page(
    path: str,
    program: Program,
    served: list[StaticFiles],
    answered: dict[str, tuple[str, Location]],
    alone: bool,
) -> PlainPage | None:
    named = next((answered[name] for name in _names(path) if name in answered), None)
    mount = next((one for one in served if _is_below(path, one.folder)), None)
    if named is None and (_NOT_SENT.search(path) or (mount is None and not alone)):
        return None
    text = program.text(path)
    if len(text) > _LARGEST:
        return None
    markup = read_markup(path, text)
    if "html" not in markup.tags or markup.shell or any(_BUILT.search(one.source) for one in markup.scripts):
        return None
    if mount is None and named is None:
        folder = _top_folder(path, program)
        return PlainPage(_own_route(path, folder), markup, whole_file(path), folder)
    if mount is None:
        assert named is not None
        return PlainPage(named[0], markup, named[1], posixpath.dirname(path))
    route, location = named or (_mounted(path, mount), mount.location)
    return PlainPage(route, markup, location, mount.folder, mount.mount)


def _served(statics: Iterable[StaticFiles], program: Program) -> list[StaticFiles]:
    """The folders that are served, the innermost first, by their whole path in the repository."""
    known = []
    for one in statics:
        folder = one.folder.strip("./")
        near = posixpath.join(posixpath.dirname(one.location.path), folder)
        there = next((f for f in (near, folder) if any(p.startswith(f"{f}/") for p in program.paths)), "")
        if folder and there:
            known.append(StaticFiles(one.mount, posixpath.normpath(there), one.framework, one.location))
    return sorted(known, key=lambda one: -len(one.folder))


def _mounted(path: str, mount: StaticFiles) -> str:
    inside = path[len(mount.folder) + 1 :]
    whole = posixpath.join("/", mount.mount.strip("/"), inside)
    indexed = mount.framework == "express" or not mount.mount.strip("/")
    return whole.removesuffix("index.html") if indexed and inside.endswith("index.html") else whole


def _answered(endpoints: Iterable[Endpoint]) -> dict[str, tuple[str, Location]]:
    """The address at which a file is answered, by each way of naming it."""
    found: dict[str, tuple[str, Location]] = {}
    for endpoint in endpoints:
        if endpoint.method != "GET" or _VARIES.search(endpoint.path):
            continue
        for answer in endpoint.answers:
            for name in _files(answer.body, endpoint.path or "/"):
                found.setdefault(name, (endpoint.path or "/", endpoint.location))
    return found


def _files(body: Origin, route: str) -> Iterator[str]:
    """The files that an answer is made of. What lies beside the code and is answered at the root is its front page."""
    leaves = body.leaves()
    names = [leaf.value for leaf in leaves if leaf.kind == "constant" and isinstance(leaf.value, str)]
    named = [name.lstrip("./") for name in names if name.endswith(_HTML)]
    yield from named
    beside = any(leaf.operation in ("__file__", "__dirname") for leaf in leaves)
    if beside and not named and route == "/":
        yield from ("static/index.html", "public/index.html", "frontend/index.html")


def _sent_folders(endpoints: Iterable[Endpoint]) -> Iterator[StaticFiles]:
    """`send_from_directory("static", path)` at `/<path:path>`: a folder that an endpoint serves."""
    for endpoint in endpoints:
        before = re.split(r"[:*{<]", endpoint.path)[0].rstrip("/")
        for answer in endpoint.answers if before != endpoint.path.rstrip("/") else ():
            leaves = answer.body.leaves()
            folder = next((one.value for one in leaves if one.kind == "constant"), None)
            varies = any(one.kind == "params" for one in leaves)
            if answer.body.operation.endswith("send_from_directory()") and varies and isinstance(folder, str):
                yield StaticFiles(before or "/", folder, "folder", endpoint.location)


def _names(path: str) -> Iterator[str]:
    """What code may call a file: its path, and every end of it."""
    parts = path.split("/")
    return ("/".join(parts[number:]) for number in range(len(parts)))


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")


def _top_folder(path: str, program: Program) -> str:
    """The outermost folder above a file that has an index.html, its own folder where none has."""
    folder = posixpath.dirname(path)
    found = folder
    while folder:
        folder = posixpath.dirname(folder)
        if posixpath.join(folder, "index.html") in program.paths:
            found = folder
    return found


def _own_route(path: str, folder: str) -> str:
    inside = path[len(folder) + 1 :] if folder else path
    return f"/{inside}".removesuffix("index.html")
