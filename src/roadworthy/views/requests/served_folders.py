"""Folders that a server sends as they are, and what stands before them."""

from __future__ import annotations

from roadworthy.app.model import App
from roadworthy.app.static_files import StaticFiles
from roadworthy.languages import form
from roadworthy.views.code.dotted import last_name

# A mount and what serves it; whatever stands between them asks something.
_UNGUARDED = 2


def served_behind_guard(app: App, served: StaticFiles) -> bool:
    """Whether anything stands between the mount and the folder (`app.use("/uploads", requireAuth, express.static(...))`)."""
    module = app.modules.get(served.location.path)
    calls = form.walk(module.body, form.Call) if module is not None else ()
    return any(
        isinstance(call, form.Call)
        and last_name(call.callee) in ("use", "get", "all")
        and len(call.arguments) > _UNGUARDED
        and call.span.start <= served.location.start < call.span.end
        for call in calls
    )
