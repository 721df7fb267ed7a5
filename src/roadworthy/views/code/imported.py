"""What a piece of code brings in: by import, or by require as CommonJS does."""

from __future__ import annotations

from roadworthy.languages import form


def source_of(node: form.Node) -> str:
    """The module that an import or a `require("pino")` names; '' for anything else."""
    if isinstance(node, form.Import):
        return node.source
    if not isinstance(node, form.Call) or not isinstance(node.callee, form.Name):
        return ""
    asked = node.arguments[0] if node.callee.name == "require" and node.arguments else None
    return str(asked.value) if isinstance(asked, form.Literal) else ""
