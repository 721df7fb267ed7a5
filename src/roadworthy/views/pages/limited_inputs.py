"""Files of pages that hold what people type against anything: a schema, a length."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.code.spots import spots
from roadworthy.views.code.syntax import below

_SCHEMAS = regex(
    r"^(zod|yup|joi|valibot|superstruct|ajv|vest|formik|react-hook-form|@tanstack/react-form|validator|dompurify)(/|$)"
)
_OWN_CHECKS = regex(r"valid|schema|sanitiz", re.I)
_LIMITS = frozenset({"maxLength", "maxlength", "pattern"})
_FIELDS = frozenset({"input", "textarea", "Input", "Textarea", "TextField", "TextArea"})


def limited_inputs(app: App) -> frozenset[str]:
    """The files in which a schema, a length or a pattern is asked for. A view."""
    limiting = {
        spot.path
        for spot in spots(app, form.Element)
        if isinstance(spot.node, form.Element)
        and any(
            isinstance(one.key, form.Literal) and one.key.value in _LIMITS for one in spot.node.attributes
        )
    }
    return frozenset(limiting | {path for path, module in app.modules.items() if _checks(module)})


def typed_files(app: App) -> frozenset[str]:
    """The files in which people type something. A view."""
    return frozenset(
        spot.path
        for spot in spots(app, form.Element)
        if isinstance(spot.node, form.Element) and spot.node.tag in _FIELDS
    )


def _checks(module: form.Module) -> bool:
    """Whether a file brings in a library or a check of the app's own that holds input against rules."""
    imports = [one for one in module.body if isinstance(one, form.Import)]
    return any(_SCHEMAS.match(one.source) or _OWN_CHECKS.search(one.source) for one in imports)


def compares_length(app: App, path: str) -> bool:
    """Whether a file asks how long something is (`title.length > 80`), beyond whether it is empty, or tests it against a pattern."""
    return any(_is_length(node) or _is_test(node) for node in below(app.modules[path].body))


def _is_length(node: form.Node) -> bool:
    if not isinstance(node, form.Operation) or node.operator not in ("<", "<=", ">", ">="):
        return False
    counted = any(isinstance(one, form.Member) and one.name == "length" for one in node.operands)
    return counted and any(
        isinstance(one, form.Literal) and isinstance(one.value, int) and one.value > 1
        for one in node.operands
    )


def _is_test(node: form.Node) -> bool:
    return (
        isinstance(node, form.Call)
        and isinstance(node.callee, form.Member)
        and node.callee.name in ("test", "match", "safeParse")
    )
