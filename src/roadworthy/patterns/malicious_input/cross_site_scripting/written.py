"""What somebody may have written within a value that a page sets as its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.app import Origin
from roadworthy.regex import regex

# Where it comes from does not matter for these: nobody writes into them, or they are made harmless.
_CLEAN = regex(
    r"sanit|purify|escape|encode|JSON\.stringify|json\.dumps|serialize|highlight|hljs|prism|shiki|katex|mermaid|renderToStatic"
    r"|qrcode|svg|(^|\.)t(\(\))?$|i18n|useTranslation|useTranslations|formatMessage|toLocale|toFixed|format(Date|Currency|Number)",
    re.I,
)
# What people type into a record, by its name: of a component that is handed the record no more is known.
_FREE_TEXT = regex(
    r"^(notes?|comments?|remarks?|message|description|details|instructions|address|observa\w+|nota|nome|nombre|(\w*_)?name|\w*Name)$"
)
# What somebody wrote to be shown, by its name.
_MARKUP = regex(
    r"html|content|body|text|bio|markdown|excerpt|summary|answer|title|caption|post|article|snippet", re.I
)
# What no person writes, by its name: the key of a row, a number of rows, a moment.
_MADE_BY_THE_SERVER = regex(
    r"\.(_?id|uu?id|\w+(_id|Id|UUID|_uuid)|count|total|size|length|\w+(_at|At|Count|_count))$"
)
# A text in what a hook of a library gives back: the store's, a query's, a loader's.
_OF_A_HOOK = regex(
    r"(^|\.)use(Selector|AppSelector|Store|LoaderData|\w*Query|SWR|Fetch|Doc|Document)\(\)(\[\])?(\.\w+)*\.(content|body|html|text|bio|description|message|answer)$"
)
# What stands in a file of the server's: who wrote it put it there (the posts of a blog in the repository).
_READS_FILE = regex(r"(^|\.)(readFile(Sync)?|readTextFile(Sync)?|read_text)(\(\))?$")
_NUMBERS = (
    "length",
    ".length",
    "size",
    "Number",
    "parseInt",
    "parseFloat",
    "-",
    "*",
    "/",
    "len",
    "int",
    "float",
    "round",
    "sum",
    # What a record that is written out holds.
    "looked up",
)


def written(origin: Origin) -> Iterator[Origin]:
    """The leaves of a value that somebody may have written, unless they went through something that cleans them."""
    if origin.kind in ("constant", "environment", "clock", "random"):
        return
    if origin.kind == "computed":
        if (
            _CLEAN.search(origin.operation)
            or origin.operation in _NUMBERS
            or _is_escaped(origin)
            or _READS_FILE.search(origin.operation)
            or _leaves_markup_out(origin)
        ):
            return
        inner = [*origin.inputs, *(value for _, value in origin.fields)]
        if origin.operation in ("replace", "replaceAll") and len(inner) > 1:
            # What is looked for is no part of what comes of it.
            del inner[1]
        if _OF_A_HOOK.search(origin.operation) or (not inner and origin.operation.startswith(".")):
            yield origin
            return
        if origin.operation.startswith(".") and all(_is_unseen(one) for one in inner):
            if not _MADE_BY_THE_SERVER.search(origin.operation):
                yield origin
            return
        for one in inner:
            yield from written(one)
        return
    if origin.kind in ("row", "body", "query", "params", "parsed", "input"):
        yield origin
    if origin.kind == "props" and len(origin.path) > 1 and _FREE_TEXT.search(origin.path[-1]):
        yield origin


def is_unseen(origin: Origin) -> bool:
    """Whether a value is a part of something of which no more is known than that it was loaded, and whose name does not say that
    people write it."""
    name = origin.operation.rpartition(".")[2]
    inner = [*origin.inputs, *(value for _, value in origin.fields)]
    loaded = origin.kind == "computed" and bool(inner) and all(_is_unseen(one) for one in inner)
    return loaded and not (_FREE_TEXT.search(name) or _MARKUP.search(name))


def leaves_no_tag(origin: Origin) -> bool:
    """Whether what opens a tag is written otherwise in what comes of it (`.replace(/</g, "\\u003c")`), or what made it does so."""
    if origin.kind == "computed" and origin.operation in ("replace", "replaceAll"):
        given = [str(one.value).lower() for one in origin.inputs if one.kind == "constant"]
        return "\\u003c" in given or _is_escaped(origin)
    return origin.operation != "JSON.stringify" and _CLEAN.search(origin.operation) is not None


def _is_escaped(origin: Origin) -> bool:
    """Whether an app's own function writes what opens a tag as text: `.replace(/</g, "&lt;")`, `.replace(/[&<>]/g, one => names[one])`."""
    given = [str(one.value) for one in origin.inputs if one.kind == "constant"]
    if origin.operation not in ("replace", "replaceAll"):
        return False
    return "&lt;" in given or any(map(_finds_every_tag, origin.inputs))


# One letter of a list in which the one stands that opens a tag.
_A_LETTER = regex(r"^\[[^^\]]*<[^\]]*\]$")


def _finds_every_tag(pattern: Origin) -> bool:
    """Whether a regular expression finds each letter that opens a tag, so that none is left after a replacement letter by letter."""
    said = [str(one.value) for one in pattern.inputs if one.kind == "constant"]
    return (
        pattern.operation == "regex" and len(said) == 2 and "g" in said[1] and bool(_A_LETTER.match(said[0]))
    )


def _leaves_markup_out(origin: Origin) -> bool:
    """markdown-it writes markup as text, unless it was made with `html: true` (its README, "Init with presets and options")."""
    told = [given for one in origin.inputs for name, given in one.fields if name == "html"]
    return origin.operation.startswith("markdown-it") and not any(one.value is True for one in told)


def _is_unseen(origin: Origin) -> bool:
    """Whether nothing is known of a value but that it was loaded: as a whole, or as an element of a list."""
    if origin.kind == "computed" and origin.operation == "[]":
        return bool(origin.inputs) and _is_unseen(origin.inputs[0])
    return origin.kind == "unknown"
