"""Flask-RESTful and Flask-RESTX: resources, namespaces and their parsers."""

from __future__ import annotations

from dataclasses import dataclass

from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.exchange import exchange_of, part
from roadworthy.frameworks.flask.scaffold import Keep, Scaffold, ViewFunction
from roadworthy.frameworks.flask.shown import Unchanged, marshals
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import constant_text
from roadworthy.frameworks.own_kinds import OwnKind
from roadworthy.frameworks.replies import HttpError, status_of
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import Args, ClassValue, Constant, External, Library, Model, Run, Value
from roadworthy.interpret.run import Never
from roadworthy.interpret.trace import Raised
from roadworthy.languages import form

_APIS = ("flask_restful.Api", "flask_restx.Api", "flask_restplus.Api", "flask_smorest.Api")
_NAMESPACES = ("flask_restx.Namespace", "flask_restplus.Namespace")
_PARSERS = ("flask_restful.reqparse.RequestParser", "flask_restx.reqparse.RequestParser")


@dataclass(slots=True, eq=False)
class Api(Model):
    """`Api(app, prefix=...)` or a namespace: resources are put on `scaffold` once it is known."""

    scaffold: Scaffold | None
    prefix: str

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "init_app" and isinstance(args.get(0), Scaffold):
            return Constant(None)
        resource = args.get(0)
        if name == "add_resource" and isinstance(resource, ClassValue):
            self._add(run, resource, args.positional[1:], args, node)
            return Constant(None)
        if name in ("route", "resource"):
            return ResourceDecorator(self, args, node)
        if name == "add_namespace" and isinstance(args.get(0), Api):
            self._join(args)
            return Constant(None)
        if name == "namespace":
            return Api(
                self.scaffold,
                self.prefix + _prefix(args.keywords.get("path"), f"/{constant_text(args.get(0))}"),
            )
        if name == "register_blueprint" and self.scaffold is not None:
            return self.scaffold.call_member(run, name, args, node)
        if name in ("abort",):
            return abort(run, External("flask_restful.abort"), args, node)
        if name in ("errorhandler", "representation"):
            return Keep([])
        if name in ("marshal_with", "marshal_list_with"):
            return marshals(args) or Unchanged()
        if name == "model":
            return args.get(1, "model")
        return Unchanged() if name in ("doc", "expect", "response", "param") else None

    def _join(self, args: Args) -> None:
        inner = args.positional[0]
        assert isinstance(inner, Api)
        if inner.scaffold is not None and self.scaffold is not None and inner.scaffold is not self.scaffold:
            prefix = args.get(1, "path")
            mounted = self.prefix + (_prefix(prefix, "") if prefix is not None else inner.prefix)
            inner.scaffold.mounted = True
            from roadworthy.frameworks.flask.scaffold import Mounted

            self.scaffold.entries.append(Mounted(inner.scaffold, mounted))

    def _add(self, run: Run, kind: ClassValue, rules: list[Value], args: Args, node: form.Node) -> None:
        if self.scaffold is None:
            return
        view = ViewFunction(kind, kind.name, Args())
        for rule in rules:
            whole = Constant(self.prefix + constant_text(rule) if self.scaffold.root else constant_text(rule))
            self.scaffold.add(
                run,
                Args([whole]),
                view,
                node,
                constant_text(args.keywords.get("endpoint")) or kind.name.lower(),
            )


class ResourceDecorator(Model):
    """`@ns.route("/path")` over a resource."""

    __slots__ = ("api", "args", "node")

    def __init__(self, api: Api, args: Args, node: form.Node) -> None:
        self.api, self.args, self.node = api, args, node

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        kind = args.get(0)
        if isinstance(kind, ClassValue):
            self.api._add(run, kind, self.args.positional, self.args, self.node)
        return kind or Constant(None)


class Parser(Model):
    """`reqparse.RequestParser()`: arguments with types, asked of the request."""

    __slots__ = ("fields",)

    def __init__(self) -> None:
        self.fields: dict[str, Schema] = {}

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "add_argument":
            kind, required = args.keywords.get("type"), args.keywords.get("required")
            word = kind.path.rsplit(".", 1)[-1] if isinstance(kind, External) else "str"
            needed = isinstance(required, Constant) and bool(required.value)
            self.fields[constant_text(args.get(0))] = Schema((word,) if needed else (word, "optional"))
            return self
        if name == "parse_args":
            subject = part(run, "query" if exchange_of(run).method == "GET" else "body", (), node)
            schema = Schema(("object",), dict(self.fields), node)
            run.emit(CheckSeen(subject, "reqparse", run.module, node, schema.called(), False, True))
            return Parsed(schema, (), subject)
        return self


def abort(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`abort(404, message="...")`."""
    status = status_of(args.get(0, "code") or args.get(0, "http_status_code")) or 500
    body = args.get(1, "message") or Constant(None)
    run.emit(Raised(HttpError(status, body), run.module, node, run.context))
    return Never()


def _prefix(value: Value | None, otherwise: str) -> str:
    return constant_text(value) if value is not None else otherwise


def register_restful(library: Library, found: Found) -> None:
    """Tells what Flask-RESTful's and Flask-RESTX's functions mean."""

    def api(run: Run, args: Args, node: form.Node) -> Value:
        app = args.get(0, "app")
        return Api(app if isinstance(app, Scaffold) else None, _prefix(args.keywords.get("prefix"), ""))

    library.on_call(*_APIS)(lambda run, target, args, node: api(run, args, node))
    library.on_class(*_APIS)(OwnKind(api))

    @library.on_call(*_NAMESPACES)
    def namespace(run: Run, target: External, args: Args, node: form.Node) -> Value:
        made = Scaffold("", run.module, node, root=False)
        return Api(made, _prefix(args.keywords.get("path"), f"/{constant_text(args.get(0, 'name'))}"))

    @library.on_call(
        "flask_restful.marshal_with", "flask_restx.marshal_with", "flask_restx.marshal_list_with"
    )
    def marshal_with(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return marshals(args) or Unchanged()

    library.on_call(*_PARSERS)(lambda run, target, args, node: Parser())
    library.on_call("flask_restful.abort", "flask_restx.abort", "flask_smorest.abort")(abort)
