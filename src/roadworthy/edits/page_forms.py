"""Form classes that check what a page sends before a view of Flask or Django uses it."""

from __future__ import annotations

import re

from roadworthy.app import App, Endpoint
from roadworthy.edits.body_shape import Shape
from roadworthy.edits.edit import Change
from roadworthy.edits.named_imports import import_from
from roadworthy.edits.numbers import grouped
from roadworthy.edits.source import SourceFile
from roadworthy.languages import form
from roadworthy.views.data.field_limits import Limits

_FLASK_FIELDS = {
    "number": "DecimalField",
    "text": "StringField",
    "choice": "StringField",
    "time": "StringField",
}
_DJANGO_FIELDS = {"number": "DecimalField", "text": "CharField", "choice": "CharField", "time": "CharField"}
# Dates and times as people and browsers write them.
_LONGEST_TIME = 40


def check_form(app: App, endpoint: Endpoint, shape: Shape, plain: tuple[str, str]) -> list[Change]:
    """A form class above a view, and its check as the view's first lines; empty where the view is no function or nothing of
    what it reads can be checked. `plain` is the name of the pattern of plain text and the module it is in."""
    source = SourceFile(app, endpoint.handler.path)
    view = _view(source, endpoint)
    fields = [field for field in shape.fields if _field(field, plain[0], endpoint.framework)]
    if view is None or not fields:
        return []
    name = "".join(word.title() for word in view.name.split("_")) + "Input"
    if source.imports(name):
        return []
    is_django = endpoint.framework == "django"
    base = "forms.Form" if is_django else "Form"
    lines = [f"class {name}({base}):"]
    lines += [f"    {_field(field, plain[0], endpoint.framework)}" for field in fields]
    text = "\n".join(lines)
    above = min([view.span.start, *(decorator.span.start for decorator in view.decorators)])
    changes = [source.insert(source.line_start(above), f"{text}\n\n\n")]
    changes.append(_check(source, view, name, _request(view), is_django))
    return [*changes, *_imports(source, text, plain, is_django)]


def _view(source: SourceFile, endpoint: Endpoint) -> form.Function | None:
    for node in source.module.body if source.module is not None else ():
        if isinstance(node, form.Function) and node.span.start == endpoint.handler.start:
            return node
    return None


def _request(view: form.Function) -> str:
    first = view.parameters[0].target if view.parameters else None
    return first.name if isinstance(first, form.Name) else "request"


def _check(source: SourceFile, view: form.Function, name: str, request: str, is_django: bool) -> Change:
    body = list(view.body)
    docstring = isinstance(body[0], form.Evaluate) and isinstance(body[0].value, form.Literal)
    first = body[1] if docstring and len(body) > 1 else body[0]
    if is_django:
        lines = [
            f'if {request}.method == "POST":',
            f"    sent = {name}({request}.POST)",
            "    if not sent.is_valid():",
            '        return HttpResponseBadRequest(sent.errors.as_json(), content_type="application/json")',
        ]
    else:
        lines = [
            'if request.method == "POST":',
            f"    sent = {name}(request.form)",
            "    if not sent.validate():",
            "        abort(400, description=str(sent.errors))",
        ]
    return source.before_line(first.span.start, "\n".join(lines))


def _imports(source: SourceFile, text: str, plain: tuple[str, str], is_django: bool) -> list[Change]:
    words = set(re.findall(r"\w+", text))
    changes: list[Change] = []
    if is_django:
        changes += import_from(source, ["forms"], "django")
        changes += import_from(source, ["HttpResponseBadRequest"], "django.http")
        if "RegexValidator" in words:
            changes += import_from(source, ["RegexValidator"], "django.core.validators")
    else:
        fields = sorted(words & {"Form", "StringField", "IntegerField", "DecimalField"})
        validators = sorted(words & {"Optional", "Length", "NumberRange", "AnyOf", "Regexp"})
        changes += import_from(source, fields, "wtforms")
        changes += import_from(source, validators, "wtforms.validators")
        changes += import_from(source, ["abort", "request"], "flask")
    if plain[0] in words:
        changes += import_from(source, [plain[0]], plain[1])
    return changes


def _field(field: Shape, plain: str, framework: str) -> str:
    """One field as source; '' for one that is not checked here (ticks, files, objects)."""
    limits = field.limits
    if limits is None or field.fields or field.element is not None or not field.name.isidentifier():
        return ""
    return _of_django(field, limits, plain) if framework == "django" else _of_flask(field, limits, plain)


def _of_flask(field: Shape, limits: Limits, plain: str) -> str:
    rules = {
        "number": f"NumberRange(min={grouped(limits.low)}, max={grouped(limits.high)})",
        "text": f"Length(max={grouped(limits.longest)}), Regexp({plain})",
        "choice": f"AnyOf({_words(limits)})",
        "time": f"Length(max={_LONGEST_TIME}), Regexp({plain})",
    }.get(limits.kind)
    if rules is None:
        return ""
    kind = "IntegerField" if limits.kind == "number" and limits.whole else _FLASK_FIELDS[limits.kind]
    return f"{field.name} = {kind}(validators=[Optional(), {rules}])"


def _of_django(field: Shape, limits: Limits, plain: str) -> str:
    rules = {
        "number": f"min_value={grouped(limits.low)}, max_value={grouped(limits.high)}",
        "text": f"max_length={grouped(limits.longest)}, validators=[RegexValidator({plain})]",
        "choice": f'validators=[RegexValidator(r"^({"|".join(map(re.escape, limits.words))})$")]',
        "time": f"max_length={_LONGEST_TIME}, validators=[RegexValidator({plain})]",
    }.get(limits.kind)
    if rules is None:
        return ""
    kind = "IntegerField" if limits.kind == "number" and limits.whole else _DJANGO_FIELDS[limits.kind]
    return f"{field.name} = forms.{kind}(required=False, {rules})"


def _words(limits: Limits) -> str:
    return "[" + ", ".join(f'"{word}"' for word in limits.words) + "]"
