"""A form class in front of a view of Flask or Django that took a page's fields as they came."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.edits import Change, NewFile, Package
from roadworthy.edits.body_shape import Shape
from roadworthy.edits.page_forms import check_form
from roadworthy.edits.python_modules import module_name, server_package
from roadworthy.edits.source import SourceFile
from roadworthy.edits.template import fill
from roadworthy.patterns.malicious_input.unvalidated_input.finding import InputGap
from roadworthy.views.requests.forms import reads_form

_PLAIN = "PLAIN_TEXT"
Made = tuple[list[Change], list[NewFile], list[Package]]


def check_fields(app: App, found: InputGap, shape: Shape) -> Made:
    """The form class and its check; empty where the view takes no form, or writes it as a whole."""
    if not reads_form(found.endpoint) or found.spread is not None:
        return [], [], []
    source = SourceFile(app, found.endpoint.handler.path)
    file = NewFile(f"{server_package(app)}/validation.py".lstrip("/"), fill(__package__, "validation.py"))
    changes = check_form(app, found.endpoint, shape, (_PLAIN, module_name(app, source, file.path)))
    if not changes:
        return [], [], []
    uses = any(_PLAIN in change.text for change in changes)
    return changes, [file] if uses else [], _packages(app, found)


def _packages(app: App, found: InputGap) -> list[Package]:
    known = any(app.deployment.package(name) is not None for name in ("wtforms", "flask-wtf"))
    if found.endpoint.framework == "django" or known:
        return []
    return [Package("WTForms", ">=3.1", "pip")]
