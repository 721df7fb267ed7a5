"""Settings to which the files that bring the app onto a server give a value of their own, which nobody can read there."""

from __future__ import annotations

import re

from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.views.secrets.file_texts import texts

# What sets up a server: Terraform, Kubernetes, Helm, Render (`render.yaml`), Heroku (`app.json`), compose files.
_ENDINGS = (".tf", ".yml", ".yaml", "app.json", ".bicep", ".tpl")
_PIPELINE = regex(r"(^|/)\.(github|gitlab|circleci)", re.I)
_NAME = regex(r"\b[A-Z][A-Z0-9_]{3,}\b")
# How far behind the name its value stands ...
_BEHIND = 160
# ... and what says that it comes from where it is kept, is made there, or must be given.
_KEPT_ELSEWHERE = regex(
    r"valueFrom|secretKeyRef|generateValue|\"generator\"|sync:\s*false|secretRef|keyvault|key_vault|secretsmanager|\bssm\b"
    r"|\bvar\.|\bdata\.|\brandom_(password|string|id)\.|\$\{\w+:\?",
    re.I,
)
# A value that stands right there, for everybody to read.
_WRITTEN_OUT = regex(r"^\"?\s*[=:]\s*\"[^\"$]*\"")


def set_on_deploy(app: App) -> frozenset[str]:
    """The names of variables that a file of the server's gives a value that is kept elsewhere. A view."""
    return frozenset(
        match.group()
        for path, text in texts(app, _ENDINGS)
        if not _PIPELINE.search(path)
        for match in _NAME.finditer(text)
        if _is_kept(path, _entry(text, match.end()))
    )


def _is_kept(path: str, entry: str) -> bool:
    """Terraform names what it sets, and keeps it where only the server reads it, unless it writes it out."""
    if path.endswith(".tf"):
        return _WRITTEN_OUT.search(entry) is None
    return _KEPT_ELSEWHERE.search(entry) is not None


def _entry(text: str, start: int) -> str:
    """What is said of a variable: up to the next name of one."""
    behind = text[start : start + _BEHIND]
    following = _NAME.search(behind)
    return behind[: following.start()] if following is not None else behind


def variable_read(given: form.Expr) -> str:
    """The variable that a value is read from (`os.environ.get("SECRET_KEY", "...")`, `process.env.JWT_SECRET || "..."`), or ''."""
    if isinstance(given, form.Operation) and given.operands:
        return variable_read(given.operands[0])
    if isinstance(given, form.Call) and given.arguments:
        first = given.arguments[0]
        return first.value if isinstance(first, form.Literal) and isinstance(first.value, str) else ""
    return given.name if isinstance(given, form.Member) else ""
