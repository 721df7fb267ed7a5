"""What a handler or a dependency is given, by FastAPI's rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from roadworthy.app import Middleware
from roadworthy.app.location import at
from roadworthy.frameworks.fastapi.declared import CurrentUser, Depends, SecurityScheme, Source
from roadworthy.frameworks.fastapi.exchange import (
    RequestModel,
    ResponseModel,
    Socket,
    Tasks,
    Upload,
    form_fields,
    part,
)
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.proven import is_proven
from roadworthy.frameworks.pydantic import parse
from roadworthy.frameworks.pydantic_rules import is_model, schema_of
from roadworthy.frameworks.python_types import Annotation, enum_values, take_apart
from roadworthy.frameworks.unfollowed import may_guard, name_of, pass_unfollowed
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import (
    Args,
    ClassValue,
    Closure,
    Constant,
    Datum,
    Derived,
    External,
    Instance,
    Run,
    Value,
)
from roadworthy.interpret.scope import header_of
from roadworthy.languages import form

_SIMPLE = {"int", "str", "float", "bool", "bytes", "datetime", "date", "time", "timedelta", "Decimal", "UUID", "UUID4",
           "EmailStr", "Literal", "Any", "HttpUrl", "AnyUrl"}  # fmt: skip
_LISTS = {"list", "List", "set", "Set", "tuple", "Tuple", "Sequence"}
# What these say of a value is no more than that it came as text.
_UNTYPED = ((), ("any",), ("any", "optional"))
_PLAIN = (*_UNTYPED, ("str",), ("str", "optional"))
_PARTS = {"Query": "query", "Path": "params", "Header": "headers", "Cookie": "cookies"}


@dataclass(slots=True)
class Exchange:
    """One request under way. A dependency runs once in it, however many ask for it."""

    run: Run
    found: Found
    path: str
    request: RequestModel = field(default_factory=RequestModel)
    response: ResponseModel = field(default_factory=lambda: ResponseModel("", 200, Constant(None), Args()))
    known: dict[object, Value] = field(default_factory=dict)
    passed: list[Middleware] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)

    @property
    def path_names(self) -> set[str]:
        """The parameters that stand in the route."""
        return {name.split(":")[0] for name in re.findall(r"{([^}]*)}", self.path)}

    def depend(self, depends: Depends, annotation: Annotation) -> Value:
        """What a dependency gives. It is named among what runs before the handler."""
        wanted = depends.dependency if depends.dependency is not None else annotation.base
        key = _identity(wanted)
        if key not in self.known:
            name = _made_by(depends.node) or _name(wanted)
            made = Middleware(name, _library(wanted), at(depends.path, depends.node))
            if made not in self.passed:
                self.passed.append(made)
            saved, self.run.module = self.run.module, depends.path
            self.known[key] = self._run_dependency(wanted, depends.node)
            self.run.module = saved
        return self.known[key]

    def _run_dependency(self, wanted: Value | None, node: form.Node) -> Value:
        run = self.run
        if isinstance(wanted, (SecurityScheme, CurrentUser)):
            return wanted.resolve(run, node)
        if isinstance(wanted, Instance):
            found = wanted.kind.find("__call__")
            wanted = found.bind(wanted) if isinstance(found, Closure) else wanted
        if (
            isinstance(wanted, External)
            and wanted.path.endswith("partial()")
            and wanted.arguments is not None
        ):
            wanted = wanted.arguments.get(0)
        if isinstance(wanted, Closure):
            return self._known(run.call_closure(wanted, self.arguments(wanted), node), node)
        if isinstance(wanted, ClassValue):
            return self.construct(wanted, node)
        if isinstance(wanted, External):
            return self._library_dependency(wanted, node)
        if isinstance(wanted, (Derived, Instance)):
            self._unread(wanted, node)
        return wanted if wanted is not None else Derived("dependency", (), node)

    def _unread(self, wanted: Value, node: form.Node) -> None:
        """A dependency that nobody read, and that may refuse who asks."""
        name = _name(wanted) if isinstance(wanted, (External, Instance)) else name_of(wanted)
        if may_guard(name):
            pass_unfollowed(self.run, name, node)

    def _known(self, given: Value, node: form.Node) -> Value:
        """What a dependency gives. Where it gives who is there, and nothing else, whoever is nobody was refused on the way."""
        if is_proven(given):
            self.run.learn(self.run.condition(given, True, node))
        return given

    def construct(self, kind: ClassValue, node: form.Node) -> Value:
        """An object of a class, what its constructor takes given by the rules of dependencies."""
        if is_model(kind):
            return parse(self.run, kind, Datum("query", (), node), kind.module, node)
        constructor = kind.find("__init__")
        given = self.arguments(constructor, skip=1) if isinstance(constructor, Closure) else Args()
        return self.run.construct(kind, given, node)

    def _library_dependency(self, wanted: External, node: form.Node) -> Value:
        name = wanted.path.rsplit(".", 1)[-1]
        if name.startswith("OAuth2PasswordRequestForm"):
            return form_fields(self.run, (), node)
        if "current_user" in wanted.path:
            user = Datum("session", ("user",), node)
            self.run.learn(self.run.condition(user, True, node))
            return user
        made = self.found.by_type.get(wanted.path)
        if made is None:
            self._unread(wanted, node)
        return made() if made is not None else self.run.call(wanted, Args(), node)

    # --- parameters ----------------------------------------------------------------------------------

    def arguments(self, closure: Closure, skip: int = 0) -> Args:
        """The arguments that a function is called with."""
        saved, self.run.module = self.run.module, closure.module
        args = self._arguments(closure, skip + (closure.this is not None))
        self.run.module = saved
        return args

    def _arguments(self, closure: Closure, skip: int) -> Args:
        args = Args()
        parameters = closure.function.parameters[skip:]
        wanted = [p for p in parameters if isinstance(p.target, form.Name) and not p.rest]
        read = {id(p): self._read(p, closure) for p in wanted}
        bodies = sum(self._is_body(p, *read[id(p)]) for p in wanted)
        for parameter in wanted:
            annotation, source = read[id(parameter)]
            name = parameter.target.name if isinstance(parameter.target, form.Name) else ""
            args.keywords[name] = self._value(parameter, annotation, source, closure, bodies > 1)
        return args

    def _read(self, parameter: form.Parameter, closure: Closure) -> tuple[Annotation, Value | None]:
        """The annotation of a parameter, and its marker from the default or from `Annotated`."""
        run, scope = self.run, header_of(closure.scope)
        given = run.evaluate(parameter.annotation, scope) if parameter.annotation is not None else None
        default = run.evaluate(parameter.default, scope) if parameter.default is not None else None
        annotation = take_apart(given)
        markers = [default, *reversed(annotation.metadata)]
        return annotation, next((m for m in markers if isinstance(m, (Depends, Source))), None)

    def _is_body(self, parameter: form.Parameter, annotation: Annotation, source: Value | None) -> bool:
        if isinstance(source, Source):
            return source.kind == "Body"
        return source is None and self._kind(parameter, annotation) == "body"

    def _kind(self, parameter: form.Parameter, annotation: Annotation) -> str:
        """Where a parameter without a marker comes from."""
        name = parameter.target.name if isinstance(parameter.target, form.Name) else ""
        if name in self.path_names:
            return "params"
        inner = take_apart(annotation.arguments[0]) if annotation.arguments else None
        made = hasattr(annotation.base, "reads")
        if made or is_model(annotation.base) or annotation.name in ("dict", "Dict", "Mapping"):
            return "body"
        if annotation.name in _LISTS and inner is not None and (is_model(inner.base) or inner.name == "dict"):
            return "body"
        if isinstance(annotation.base, ClassValue) and enum_values(annotation.base) is None:
            return "body"
        return "query"

    def _value(
        self,
        parameter: form.Parameter,
        annotation: Annotation,
        source: Value | None,
        closure: Closure,
        embedded: bool,
    ) -> Value:
        if isinstance(source, Depends):
            return self.depend(source, annotation)
        special = self._special(annotation)
        if special is not None:
            return special
        name = parameter.target.name if isinstance(parameter.target, form.Name) else ""
        if isinstance(source, Source):
            return self._marked(parameter, name, annotation, source, closure, embedded)
        kind = self._kind(parameter, annotation)
        if kind == "body":
            return self._body(parameter, annotation, (name,) if embedded else (), closure, [])
        return self._simple(kind, name, annotation, [], parameter, closure)

    def _special(self, annotation: Annotation) -> Value | None:
        name = annotation.name
        if name in ("Request", "HTTPConnection"):
            return self.request
        if name == "WebSocket":
            return Socket(self.request)
        if name == "BackgroundTasks":
            return Tasks()
        if name in ("Response", "JSONResponse"):
            return self.response
        if name == "UploadFile":
            return None
        made = self.found.by_type.get(annotation.path)
        return made() if made is not None else None

    def _marked(
        self,
        parameter: form.Parameter,
        name: str,
        annotation: Annotation,
        source: Source,
        closure: Closure,
        embedded: bool,
    ) -> Value:
        constraints: list[Value] = [External("fastapi.Param()", source.arguments)]
        key = source.alias or name
        if source.kind in _PARTS:
            if source.kind == "Header":
                key = key.replace("_", "-").lower()
            if is_model(annotation.base) and isinstance(annotation.base, ClassValue):
                datum = part(self.run, _PARTS[source.kind], (), parameter)
                return parse(self.run, annotation.base, datum, closure.module, parameter)
            return self._simple(_PARTS[source.kind], key, annotation, constraints, parameter, closure)
        if source.kind == "File" or annotation.name == "UploadFile":
            return Upload(part(self.run, "files", (key,), parameter))
        if source.kind == "Form" and not is_model(annotation.base):
            return self._field(key, annotation, constraints, parameter)
        wanted = source.arguments.keywords.get("embed")
        whole = source.kind == "Body" and not embedded and not (isinstance(wanted, Constant) and wanted.value)
        return self._body(parameter, annotation, () if whole else (key,), closure, constraints)

    def _field(
        self, key: str, annotation: Annotation, constraints: list[Value], parameter: form.Parameter
    ) -> Value:
        """A field of a form: a text, or what its type makes of it."""
        fields = form_fields(self.run, (key,), parameter)
        schema = schema_of(self.run, annotation, constraints, parameter)
        return fields if schema.rules in _PLAIN else Parsed(schema, (key,), fields)

    def _simple(
        self,
        kind: str,
        name: str,
        annotation: Annotation,
        constraints: list[Value],
        parameter: form.Parameter,
        closure: Closure,
    ) -> Value:
        """A parameter of a simple type: what its type and constraints say is known of it."""
        if annotation.name == "UploadFile" or _holds_files(annotation):
            return Upload(part(self.run, "files", (name,), parameter))
        datum = part(self.run, kind, (name,), parameter)
        schema = schema_of(self.run, annotation, constraints, parameter)
        if schema.rules in _PLAIN:
            return datum
        return Parsed(schema, (name,), datum)

    def _body(
        self,
        parameter: form.Parameter,
        annotation: Annotation,
        path: tuple[str, ...],
        closure: Closure,
        constraints: list[Value],
    ) -> Value:
        """A part of the body: checked where its type is a model or a constrained one, else as it came."""
        datum = part(self.run, "body", path, parameter)
        if isinstance(annotation.base, ClassValue) and is_model(annotation.base):
            return parse(self.run, annotation.base, datum, closure.module, parameter)
        reads = getattr(annotation.base, "reads", None)  # a schema that a library made of a model
        if reads is not None:
            return reads(self.run, datum, parameter)  # type: ignore[no-any-return]
        if annotation.name in ("dict", "Dict", "Mapping", "Any", "object", ""):
            return datum
        schema = schema_of(self.run, annotation, constraints, parameter)
        if isinstance(annotation.base, ClassValue):
            schema = Schema(("object",), None)
        return datum if schema.rules in _UNTYPED else Parsed(schema, path, datum)


def _holds_files(annotation: Annotation) -> bool:
    return bool(annotation.arguments) and take_apart(annotation.arguments[0]).name == "UploadFile"


def _identity(value: Value | None) -> object:
    """Two mentions of one dependency are one: FastAPI runs it once for a request."""
    if isinstance(value, Closure):
        return (id(value.function), id(value.scope), id(value.this))
    return value.path if isinstance(value, External) else id(value)


def _made_by(node: form.Node) -> str:
    """The function that makes a dependency, as written: `per_user` of `Depends(per_user("write"))`; '' for none."""
    inner = node.arguments[0] if isinstance(node, form.Call) and node.arguments else None
    return written_name(inner.callee) if isinstance(inner, form.Call) else ""


def written_name(expression: form.Expr) -> str:
    """`limiter.limit` as it is written."""
    if isinstance(expression, form.Member):
        return f"{written_name(expression.object)}.{expression.name}"
    return expression.name if isinstance(expression, form.Name) else "anonymous"


def _name(value: Value | None) -> str:
    if isinstance(value, Closure):
        return value.name or "anonymous"
    if isinstance(value, Instance):
        return value.kind.name
    if isinstance(value, External):
        return value.path
    return getattr(value, "name", "") or type(value).__name__


def _library(value: Value | None) -> str:
    if isinstance(value, SecurityScheme):
        return "fastapi"
    return value.path.split("(")[0].split(".")[0] if isinstance(value, External) else ""
