"""What comments say of the handling of a failure."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex

# A comment that says why nothing is done.
_REASON = regex(
    r"ignor|best.?effort|optional|non.?critical|non.?fatal|non.?blocking|fall.?back|silent|not (critical|fatal|important)|doesn.t matter|"
    r"(do not|don.t|must not|should not|shouldn.t|never) (fail|break|block|throw|crash|interrupt)|expected|no-?op|cancel|swallow|safe to|"
    r"handled (in|by|elsewhere)|(is|are) shown (in|by)|harmless|degrade|not available|unavailable|can be ignored|keep going|still (work|continue)|private mode",
    re.I,
)
_COMMENT = regex(r"//[^\n]*|/\*.*?\*/|#[^\n]*", re.S)
# That it is ignored, and not why.
_BARE = regex(
    r"^[^\w]*(silently\s+)?((network|fetch|api|any|all|the)\s+)*(errors?|failures?)?[^\w]*(silently\s+)?"
    r"(ignor(e|ed|ing)|swallow(ed)?|no-?op|silent(ly)?(\s+fails?)?|fails? silently)(\s+(any|all|the|fetch|network|api|it|this|errors?|failures?|exceptions?|silently|for now))*[^\w]*$",
    re.I,
)


def commented(app: App, path: str, handler: form.Node) -> bool:
    """Whether anything at all is said of what a handler does."""
    return (
        _COMMENT.search(app.read(path)[handler.span.start : handler.span.end].decode("utf-8", "replace"))
        is not None
    )


def documented(app: App, path: str, handler: form.Node) -> bool:
    """Whether a comment says why nothing more is done, and not only that nothing is."""
    text = app.read(path)[handler.span.start : handler.span.end].decode("utf-8", "replace")
    return any(
        _REASON.search(comment) and not _BARE.match(comment.removesuffix("*/"))
        for comment in _COMMENT.findall(text)
    )
