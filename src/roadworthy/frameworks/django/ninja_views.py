"""An operation of django-ninja as a view: what it asks for first, and what its annotations say it is given."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.frameworks.django.access import check_permissions, require
from roadworthy.frameworks.django.methods import Noted
from roadworthy.frameworks.django.ninja import NinjaApi, Operation
from roadworthy.frameworks.django.querysets import QuerySet
from roadworthy.frameworks.django.routers import Route
from roadworthy.frameworks.django.values import constants
from roadworthy.frameworks.exchange import part
from roadworthy.frameworks.fastapi.answers import shape
from roadworthy.frameworks.guarding import signed_in
from roadworthy.frameworks.pydantic import parse
from roadworthy.frameworks.pydantic_rules import is_model
from roadworthy.frameworks.python_types import Annotation, take_apart
from roadworthy.frameworks.replies import Reply, status_of
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Datum,
    External,
    Instance,
    ListValue,
    Model,
    ObjectValue,
    Program,
    Run,
    Value,
)
from roadworthy.languages import form
from roadworthy.regex import regex

_PARTS = {
    "Query": "query",
    "Form": "body",
    "File": "files",
    "Body": "body",
    "Header": "headers",
    "Path": "params",
}


_BRACES = regex(r"\{([\w:]+)\}")


def operations(program: Program, api: NinjaApi, prefix: str, names: str) -> Iterator[Route]:
    """The operations of an API under its path, as routes."""
    for path, one in api.all(program, prefix):
        written = [found.rpartition(":") for found in _BRACES.findall(path)]
        known = tuple((name, kind or "str") for kind, _, name in written)
        whole = _BRACES.sub(lambda found: f":{found.group(1).rpartition(':')[2]}", path)
        view = Noted(NinjaView(one), "methods", ListValue([Constant(one.method)]))
        yield Route(f"/{whole.lstrip('/')}", view, f"{names}{one.handler.name}", one.module, one.node, known)


class NinjaView(Model):
    """An operation as a view: it asks for what the API asks for, and is given what its annotations say."""

    __slots__ = ("inner", "operation")
    decorates = True

    def __init__(self, operation: Operation) -> None:
        self.operation, self.inner = operation, operation.handler

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        request = args.get(0) or Constant(None)
        _ask(run, self.operation.auth, request, node)
        given = _arguments(run, self.operation.handler, args.keywords, node)
        if self.operation.kind is not None:
            return self._of_controller(run, self.operation.kind, request, given, node)
        value = run.call(self.operation.handler, Args([request], given), node)
        return self.leaves(run, value, node)

    def _of_controller(
        self, run: Run, kind: ClassValue, request: Value, given: dict[str, Value], node: form.Node
    ) -> Value:
        """A method of a controller, which finds the request in its context and asks for permissions first."""
        made = run.construct(kind, Args(), node)
        made.set_member(run, "context", ObjectValue({"request": request}))
        asked = self.operation.permissions
        listed = list(asked.items) if isinstance(asked, ListValue) else []
        check_permissions(run, ObjectValue({"request": request}), listed, node)
        if "request" in given:
            given = {**given, "request": request}
        value = run.call(self.operation.handler.bind(made), Args([], given), node)
        return self.leaves(run, value, node)

    def leaves(self, run: Run, value: Value, node: form.Node) -> Value:
        """What leaves: the fields that the response's schema names; `return 201, {...}` answers with a status."""
        if isinstance(value, ListValue) and len(value.items) == 2 and isinstance(value.items[0], Constant):
            status = status_of(value.items[0]) or 200
            return Reply("json", status, self._shown(run, value.items[1], status, node))
        if isinstance(value, QuerySet):
            value.evaluate(run)
        return value if isinstance(value, Reply) else self._shown(run, value, 200, node)

    def _shown(self, run: Run, value: Value, status: int, node: form.Node) -> Value:
        response = _for_status(self.operation.response, status)
        wanted = take_apart(response)
        named = _fields_of(take_apart(wanted.arguments[0]) if wanted.arguments else wanted)
        if not named:
            return shape(run, value, wanted, node) if response is not None else value
        if "__all__" in named:
            return value
        row = value.element(run) if isinstance(value, QuerySet) else value
        shown = ObjectValue({name: row.member(run, name, node) for name in named}, node=node)
        return ListValue([], shown, node) if isinstance(value, QuerySet) else shown


def _for_status(response: Value | None, status: int) -> Value | None:
    """The schema of a status where `response={200: TaskOut, 404: Message}` has several."""
    return response.fields.get(str(status)) if isinstance(response, ObjectValue) else response


def _fields_of(wanted: Annotation) -> list[str]:
    """The fields that a `ModelSchema` takes from its model; none for another schema."""
    meta = (
        wanted.base.find("Meta") or wanted.base.find("Config")
        if isinstance(wanted.base, ClassValue)
        else None
    )
    if not isinstance(meta, ClassValue):
        return []
    return constants(meta.attributes.get("fields") or meta.attributes.get("model_fields"))


def _ask(run: Run, auth: Value | None, request: Value, node: form.Node) -> None:
    """What stands before an operation: a library's sign-in, a class with `authenticate`, a function that is given the request."""
    ways = list(auth.items) if isinstance(auth, ListValue) else [auth]
    asked = ways[0] if ways else None
    if asked is None or (isinstance(asked, Constant) and asked.value is None):
        return
    if isinstance(asked, Closure):
        require(run, run.call(asked, Args([request]), node), node, 401)
    elif isinstance(asked, Instance) and isinstance(asked.kind.find("authenticate"), Closure):
        token = Datum("headers", ("authorization",), node)
        value = run.call_member(asked, "authenticate", Args([request, token]), node)
        request.set_member(run, "auth", value)
        require(run, value, node, 401)
    else:
        signed_in(run, node)
        name = asked.path.rsplit(".", 1)[-1] if isinstance(asked, External) else ""
        if name in _OF_STAFF:
            require(run, Datum("session", ("user", _OF_STAFF[name]), node), node)


# https://django-ninja.dev/reference/settings/ and ninja/security/session.py
_OF_STAFF = {"django_auth_superuser": "is_superuser", "django_auth_is_staff": "is_staff"}


def _arguments(run: Run, handler: Closure, known: dict[str, Value], node: form.Node) -> dict[str, Value]:
    found = dict(known)
    for parameter in handler.function.parameters[1:]:
        name = parameter.target.name if isinstance(parameter.target, form.Name) else ""
        if not name or parameter.rest:
            continue
        annotation = take_apart(
            run.evaluate(parameter.annotation, handler.scope) if parameter.annotation is not None else None
        )
        if name in known:
            numeric = annotation.name in ("int", "UUID")
            found[name] = Parsed(Schema((annotation.name,)), (name,), known[name]) if numeric else known[name]
            continue
        default = run.evaluate(parameter.default, handler.scope) if parameter.default is not None else None
        found[name] = _taken(run, name, annotation, default, handler.module, node)
    return found


def _taken(
    run: Run, name: str, annotation: Annotation, default: Value | None, module: str, node: form.Node
) -> Value:
    marks = [default, *annotation.metadata, External(annotation.path)]
    named = (
        mark.path.removesuffix("()").removesuffix("[]").rsplit(".", 1)[-1]
        for mark in marks
        if isinstance(mark, External)
    )
    kind = next((_PARTS[one] for one in named if one in _PARTS), "")
    if annotation.name == "UploadedFile":
        return part(run, "files", (name,), node)
    if is_model(annotation.base):
        return parse(run, annotation.base, part(run, kind or "body", (), node), module, node)  # type: ignore[arg-type]
    datum = part(run, kind or "query", (name,), node)
    return Parsed(Schema((annotation.name,)), (name,), datum) if annotation.name else datum
