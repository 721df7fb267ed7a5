"""The pictures a page loads: how they are put in, and how heavy the files are."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_foreign, is_test
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below
from roadworthy.views.pages.drawn import Drawn, drawings, with_parents
from roadworthy.views.pages.html_pages import html_pages
from roadworthy.views.pages.template_files import plain_scripts

HEAVY = 200_000
"""Bytes above which one picture is a noticeable part of a page: a second on a slow 4G line (web.dev's 1.6 Mbit/s)."""

HEAVY_DRAWING = 500_000
"""Bytes above which a vector drawing is a picture in disguise; below, compression makes it small."""

THUMBNAIL = 96
"""Pixels up to which a picture with both sides given counts as a thumbnail."""

_RASTER = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tiff", ".webp", ".avif", ".jfif")
_LOCAL = regex(
    r"preview|objectURL|blob|data:|base64|qr|avatar|(?-i:photoURL)|icon|flag|logo|canvas|cropp|upload", re.I
)
_SIZED = regex(r"[?&](w|width|q|h|height|auto|fit|size|s)=|/w_\d+|/c_fill|_next/image|thumb", re.I)
# What makes a picture service send fewer pixels; a lower quality of all of them does not.
_MEASURED = regex(r"[?&](w|width|h|height|auto|fit|size|s)=|/w_\d+|/c_fill|_next/image|thumb", re.I)
_REMOTE = regex(
    r"^https://(images\.unsplash\.com|plus\.unsplash\.com|images\.pexels\.com|cdn\.pixabay\.com)/"
)
# A face, or a picture whose size is given.
_SMALL = regex(r"rounded-(circle|full)|profile|photo|\bwidth[=:]", re.I)
# Only other machines fetch these, or the browser when the app is installed.
_RARE = regex(
    r"og[-_]?image|opengraph|twitter|screenshot|splash|web-app-manifest|android-chrome|maskable|social", re.I
)
_TEXTS = frozenset({"javascript", "typescript", "python", "html", "css", "markdown", "json", "other"})


class Picture(Struct, frozen=True):
    """`kind` is list (one of many, none of them lazy), remote (an original of a picture service), file (a heavy file) or plain (the
    framework's own resizing is off). `subject` is the component, the file or the setting; `classes` are
    those that the picture always has."""

    kind: str
    subject: str
    anchor: str
    location: Location
    fact: str
    path: str = ""
    classes: tuple[str, ...] = ()


def pictures(app: App) -> tuple[Picture, ...]:
    """Every heavy picture. A view."""
    return (*_in_components(app), *_in_templates(app), *_in_scripts(app), *_files(app), *_unoptimized(app))


# --- how they are put in -----------------------------------------------------------------------------


def _in_components(app: App) -> Iterator[Picture]:
    repeated = _repeated(app)
    shown_as = {"img", "motion.img", *_frames(app)}
    for drawing in app.view(drawings):
        for element, above in with_parents(drawing.root):
            if (
                not (element.tag in shown_as or _is_card(app, element))
                or element.has("loading", "fetchPriority", "fetchpriority")
                or _is_thumbnail(element)
            ):
                continue
            remote = _REMOTE.match(element.attribute("src") or "")
            listed = any(one.listed for one in (*above, element)) or drawing.owner.subject in repeated
            if remote and not _MEASURED.search(element.attribute("src") or ""):
                fact = f"the picture at {element.location} is an original of several megabytes: its address asks for no size"
                yield Picture(
                    "remote",
                    drawing.owner.subject,
                    drawing.owner.anchor,
                    element.opening,
                    fact,
                    classes=tuple(sorted(element.classes)),
                )
            elif listed and _is_content(app, drawing.owner.subject, element, above):
                fact = f'<{element.tag}> at {element.location} is one of a list, with no loading="lazy" and no size: all are loaded at once, in full'
                yield Picture(
                    "list",
                    drawing.owner.subject,
                    drawing.owner.anchor,
                    element.opening,
                    fact,
                    classes=tuple(sorted(element.classes)),
                )


def _is_card(app: App, element: Drawn) -> bool:
    """The picture of MUI's card, loaded at once (https://mui.com/material-ui/api/card-media/), and no film or sound."""
    shown = element.attribute("component") in (None, "", "img", "div") and element.has("image", "src")
    return element.tag == "CardMedia" and shown and b"@mui/" in app.read(element.location.path)


_FRAME = regex(r"(Image|Img|Picture|Photo)$")


def _frames(app: App) -> frozenset[str]:
    """The app's own components around one picture, that do not make it wait either (`BlurImage`)."""
    found: dict[str, bool] = {}
    for drawing in app.view(drawings):
        name = drawing.owner.subject
        if _FRAME.search(name) and not re.search(r"Upload|Crop|Preview", name):
            shown = [one for one in drawing.root.below() if one.tag.lower() in ("img", "image")]
            if shown:
                bare = (
                    len(shown) == 1 and shown[0].tag == "img" and not shown[0].has("loading", "fetchPriority")
                )
                found[name] = found.get(name, True) and bare
    return frozenset(name for name, bare in found.items() if bare)


def _is_thumbnail(element: Drawn) -> bool:
    """A small picture that keeps its place: both sides are given, and neither is larger than an icon on a desk."""
    sides = [element.attribute(name) or "" for name in ("width", "height")]
    return all(side.isdigit() and int(side) <= THUMBNAIL for side in sides)


def _repeated(app: App) -> frozenset[str]:
    """The components that are drawn once for each item of a list, and what they are made of."""
    inside: dict[str, set[str]] = {}
    found: set[str] = set()
    for drawing in app.view(drawings):
        for element, above in with_parents(drawing.root):
            if element.tag[:1].isupper():
                inside.setdefault(drawing.owner.subject, set()).add(element.tag)
                if any(one.listed for one in (*above, element)):
                    found.add(element.tag)
    own = {drawing.owner.subject for drawing in app.view(drawings)}
    return frozenset(found & own)


def _is_content(app: App, name: str, element: Drawn, above: tuple[Drawn, ...]) -> bool:
    """A picture that comes with the data: not a preview of what is about to be sent, an icon, or somebody's small round face."""
    source = element.value("src") or element.value("image")
    if any("rounded-full" in one.tokens for one in (*above[-2:], element)):
        return False
    if (
        source is None
        or isinstance(source, form.Literal)
        or re.search(r"Upload|Crop|Avatar|Form$", name)
        or any(one.tag.startswith("Avatar") for one in above)
    ):
        return False
    words = app.read(element.location.path)[source.span.start : source.span.end].decode("utf-8", "replace")
    return not _LOCAL.search(words) and not _SIZED.search(words)


_SOURCE = regex(r"<img\b[^>]*?\bsrc\s*=\s*([\"'])(.*?)\1[^>]*>", re.S)


def _in_templates(app: App) -> Iterator[Picture]:
    for page in app.view(html_pages):
        for shown in _SOURCE.finditer(page.text):
            if _REMOTE.match(shown[2]) and not _MEASURED.search(shown[2]) and "loading=" not in shown[0]:
                line = page.text.count("\n", 0, shown.start()) + 1
                place = Location(page.path, line, line + shown[0].count("\n"))
                fact = f"the picture at {place} is an original of several megabytes: its address asks for no size"
                yield Picture("remote", page.path, "pictures", place, fact)
        for loop in re.finditer(r"\{%-?\s*for\b.*?%\}(.*?)\{%-?\s*endfor", page.text, re.S):
            for tag in re.finditer(r"<img\b[^>]*>", loop[1]):
                if (
                    "loading=" in tag[0]
                    or "{{" not in tag[0]
                    or _LOCAL.search(tag[0])
                    or _SMALL.search(tag[0])
                ):
                    continue
                line = page.text.count("\n", 0, loop.start(1) + tag.start()) + 1
                fact = f'<img> at {page.path}:{line} is one of a list, with no loading="lazy"'
                yield Picture(
                    "list", page.path, "pictures", Location(page.path, line, line + tag[0].count("\n")), fact
                )


_ITEM = regex(r"""<img\b[^>]*?\bsrc\s*=\s*["']?\$\{[^>]*>""")
_WALKS = regex(r"\.(map|forEach)\(|\bfor\s*\(")
# How far before a picture the walk through the list may begin, in characters.
_BEFORE = 3000


def _in_scripts(app: App) -> Iterator[Picture]:
    """Pictures that a page's script writes for each item of a list: `items.map((item) => `<img src="${item.picture}">`)`."""
    texts = [(page.path, page.text) for page in app.view(html_pages)]
    texts += [(path, app.text(path)) for path in plain_scripts(app)]
    for path, text in texts:
        for tag in _ITEM.finditer(text):
            told = re.sub(r"width:\s*100%", "", tag[0])
            if "loading=" in told or any(one.search(told) for one in (_LOCAL, _SMALL, _SIZED)):
                continue
            if _WALKS.search(text[max(0, tag.start() - _BEFORE) : tag.start()]):
                line = text.count("\n", 0, tag.start()) + 1
                fact = f'<img> at {path}:{line} is one of a list, with no loading="lazy"'
                place = Location(path, line, line + tag[0].count("\n"))
                yield Picture("list", path, "pictures", place, fact)


# --- files -------------------------------------------------------------------------------------------


def _files(app: App) -> Iterator[Picture]:
    heavy = [(path, size) for path, size in _sizes(app) if _is_heavy(path, size)]
    if not heavy:
        return
    uses = _uses(app, [path for path, _ in heavy])
    for path, size in heavy:
        folder, name = path.rsplit("/", 1) if "/" in path else ("", path)
        places = uses.get(name, [])
        if not places:
            if "/public/" in f"/{folder}/" and uses.get(folder.rsplit("/", 1)[-1] + "/"):
                fact = f"{path} is {_description(app, path, size)}"
                yield Picture("file", folder, "files", Location(path, 1, 1), fact, path)
            continue
        fact = f"{path} is {_description(app, path, size)} and is shown at {places[0]}"
        for place in places:
            yield Picture("file", path, "file", place, fact, path)


def _sizes(app: App) -> Iterator[tuple[str, int]]:
    """Files with their size in bytes, also those that are too large to be read as text."""
    for file in app.repository.files:
        yield file.path, file.size
    for skipped in app.repository.skipped:
        if "over the limit" in skipped.reason:
            yield skipped.path, app.repository.absolute(skipped.path).stat().st_size


def _is_heavy(path: str, size: int) -> bool:
    lower = path.lower()
    if is_test(path) or is_foreign(path) or _RARE.search(lower) or lower.startswith(("docs/", "doc/")):
        return False
    return (lower.endswith(_RASTER) and size > HEAVY) or (lower.endswith(".svg") and size > HEAVY_DRAWING)


def _uses(app: App, paths: list[str]) -> dict[str, list[Location]]:
    """Where each file is named in code that a browser gets, apart from where the framework resizes it; and which folders are
    named anywhere."""
    names = {path.rsplit("/", 1)[-1] for path in paths}
    folders = {path.rsplit("/", 2)[-2] + "/" for path in paths if path.count("/") >= 2}
    found: dict[str, list[Location]] = {}
    framework = any(
        isinstance(spot.node, form.Import) and spot.node.source == "next/image"
        for spot in spots(app, form.Import)
    )
    resized = framework and not list(_unoptimized(app))
    for file in app.repository.files:
        if file.language not in _TEXTS or is_test(file.path) or file.size > 1_000_000:
            continue
        text = app.text(file.path)
        for folder in folders:
            if f"/{folder}" in text and folder not in ("public/", "images/", "img/", "assets/"):
                found.setdefault(folder, []).append(Location(file.path, 1, 1))
        if file.language in ("markdown", "json", "other", "python") or (
            resized and ("next/image" in text or _only_lists(file.path, text))
        ):
            continue
        for name in names:
            if name in text:
                found.setdefault(name, []).extend(_lines(file.path, text, name))
    shown = _shown(app)
    return {
        name: [inner for place in places for inner in shown.get((place.path, place.start_line), [place])]
        for name, places in found.items()
    }


def _only_lists(path: str, text: str) -> bool:
    """A module of data: what shows its pictures stands elsewhere, and in such an app it is the framework's component."""
    return path.endswith((".ts", ".js")) and not re.search(r"<\w+[\s>]", text)


def _shown(app: App) -> dict[tuple[str, int], list[Location]]:
    """For each import of a file, by its line: the elements that show what was imported."""
    drawn: dict[str, list[tuple[str, Location]]] = {}
    for drawing in app.view(drawings):
        for element in drawing.root.below():
            source = element.value("src")
            if isinstance(source, form.Name):
                drawn.setdefault(element.location.path, []).append((source.name, element.opening))
    found: dict[tuple[str, int], list[Location]] = {}
    for spot in spots(app, form.Import):
        node = spot.node
        assert isinstance(node, form.Import)
        local = {name.local for name in node.names}
        places = [place for name, place in drawn.get(spot.path, ()) if name in local]
        if places:
            found[spot.path, node.span.line] = places
    return found


def _lines(path: str, text: str, name: str) -> Iterator[Location]:
    for match in re.finditer(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text):
        line = text.count("\n", 0, match.start()) + 1
        yield Location(path, line, line)


def _description(app: App, path: str, size: int) -> str:
    """`a PNG of 1024 x 1024 pixels and 260 kB`, read from the file's head; the pixels themselves are never unpacked."""
    # Loaded where there is a picture to look into: most audits have none.
    from PIL import Image, UnidentifiedImageError

    weight = f"{size // 1000} kB"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(app.repository.absolute(path)) as image:
                return f"a {image.format} of {image.width} x {image.height} pixels and {weight}"
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return f"a file of {weight}"


def _unoptimized(app: App) -> Iterator[Picture]:
    """`images: { unoptimized: true }` in the configuration of Next, where next/image is used."""
    if not any(
        isinstance(spot.node, form.Import) and spot.node.source == "next/image"
        for spot in spots(app, form.Import)
    ):
        return
    for path, module in app.modules.items():
        if not path.rsplit("/", 1)[-1].startswith("next.config"):
            continue
        for node in below(module.body):
            if _is_set(node, "unoptimized"):
                fact = f"images.unoptimized at {path}:{node.span.line} sends every picture as it lies on disk, whatever the screen"
                yield Picture("plain", "next.config images.unoptimized", "setting", at(path, node), fact)


def _is_set(node: form.Node, name: str) -> bool:
    """`name: true`."""
    return (
        isinstance(node, form.Entry)
        and isinstance(node.key, form.Literal)
        and node.key.value == name
        and isinstance(node.value, form.Literal)
        and node.value.value is True
    )
