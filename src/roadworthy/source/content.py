"""What a look into a file tells: binary, minified, or text that can be read."""

from __future__ import annotations

MINIFIED_LINE = 500
"""Average characters a line above which code was written by a tool: people stay under 120."""

SNIFFED_BYTES = 8000
"""How much git looks at to tell text from binary; a NUL byte decides."""

_SMALLEST_LIBRARY = 8_000
"""Bytes under which a script that a module loader can take is somebody's own rather than a library's."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MINIFIED_NAMES = (".min.js", ".min.mjs", ".min.cjs", ".min.css", ".bundle.js", ".chunk.js")


def has_minified_name(path: str) -> bool:
    """Whether the name says that a tool made the file small (`jquery.min.js`)."""
    return path.lower().endswith(_MINIFIED_NAMES)


def is_library(content: bytes) -> bool:
    """Whether a script is a library's own file, put into the app's folders as it is given out (`jquery.js`, `select2.full.js`): those look for
    every kind of module loader, which no page's own script does."""
    return len(content) > _SMALLEST_LIBRARY and b"define.amd" in content


def is_binary(head: bytes) -> bool:
    """Whether the first bytes of a file are not text; what says of itself that it is UTF-16 is."""
    return not is_utf16(head) and b"\0" in head[:SNIFFED_BYTES]


def is_utf16(content: bytes) -> bool:
    """Whether a file says that it is UTF-16."""
    return content.startswith(_UTF16_MARKS)


def as_text(content: bytes) -> str:
    """UTF-8, or UTF-16 that says so, as PowerShell's `>` writes `pip freeze`; a byte order mark is dropped, bytes that do not fit are
    replaced."""
    if is_utf16(content):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="replace")


def unreadable_code(content: bytes) -> str:
    """Why the content of a code file is not read, or '' when it is."""
    if is_utf16(content):
        return "UTF-16 text; save it as UTF-8 to have it read"
    if is_binary(content):
        return "binary content"
    lines = content.count(b"\n") + 1
    if len(content) > MINIFIED_LINE * lines:
        return f"minified: {len(content) // lines} characters a line on average"
    return ""
