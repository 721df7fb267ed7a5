"""Text of the audited app made harmless: what would steer a terminal or hide in a page is shown instead of obeyed."""

from __future__ import annotations

import re

from roadworthy.regex import regex

# C0 and C1 controls, DEL, soft hyphen, zero-width space and word joiners, line and paragraph separators, bidirectional marks
# and overrides (CVE-2021-42574), byte order mark, tag characters, lone surrogates. Joiners U+200C and U+200D stay: scripts
# and emoji need them.
HIDDEN = regex(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACE = regex(r"[ \t\r\n]+")


def visible(text: str) -> str:
    """One line: white space collapsed, hidden characters as escapes such as \\x1b and \\u202e."""
    return harmless(_SPACE.sub(" ", text)).strip()


def harmless(text: str) -> str:
    """Every hidden character as an escape, line ends and tabs too."""
    return HIDDEN.sub(_escape, text)


def visible_code(text: str) -> str:
    """Like `visible` for code: tabs and line ends stay."""
    return HIDDEN.sub(lambda found: found[0] if found[0] in "\t\n" else _escape(found), text)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def without_surrogates(text: str) -> str:
    """Text that can be encoded: a path that is not UTF-8 on disk carries lone surrogates."""
    return text.encode("utf-8", "backslashreplace").decode()
