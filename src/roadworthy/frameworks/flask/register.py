"""Tells what Flask's functions mean, and those of the extensions beside it."""

from __future__ import annotations

from roadworthy.frameworks.around_views import processed
from roadworthy.frameworks.exchange import Session, exchange_of, flashed_with
from roadworthy.frameworks.flask.exchange import Global, request_call, request_member
from roadworthy.frameworks.flask.factories import Applications
from roadworthy.frameworks.flask.forms import register_forms
from roadworthy.frameworks.flask.people import register_people
from roadworthy.frameworks.flask.restful import register_restful
from roadworthy.frameworks.flask.scaffold import Extension, Scaffold, ViewFunction, register_dispatch
from roadworthy.frameworks.flask.schemas import register_schemas
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import constant_text
from roadworthy.frameworks.limits import limits_all
from roadworthy.frameworks.own_kinds import OwnKind
from roadworthy.frameworks.replies import HttpError, Reply, status_of
from roadworthy.frameworks.templates.gone_through import go_through
from roadworthy.frameworks.templates.shown import ShownTemplates
from roadworthy.interpret import (
    Args,
    ClassValue,
    Constant,
    External,
    Library,
    ListValue,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.run import Never
from roadworthy.interpret.trace import Raised
from roadworthy.languages import form

_ERRORS = {"BadRequest": 400, "Unauthorized": 401, "Forbidden": 403, "NotFound": 404, "MethodNotAllowed": 405,
           "Conflict": 409, "Gone": 410, "RequestEntityTooLarge": 413, "UnsupportedMediaType": 415,
           "UnprocessableEntity": 422, "TooManyRequests": 429, "InternalServerError": 500, "NotImplemented": 501,
           "BadGateway": 502, "ServiceUnavailable": 503}  # fmt: skip
# Extensions that stand before every view once an application is given to them.
_EXTENSIONS = {
    "flask_wtf.CSRFProtect": "CSRFProtect",
    "flask_wtf.csrf.CSRFProtect": "CSRFProtect",
    "flask_seasurf.SeaSurf": "SeaSurf",
    "flask_cors.CORS": "CORS",
    "flask_talisman.Talisman": "Talisman",
    "flask_limiter.Limiter": "Limiter",
    "flask_compress.Compress": "Compress",
    "flask_caching.Cache": "Cache",
    "werkzeug.middleware.proxy_fix.ProxyFix": "ProxyFix",
    "prometheus_flask_exporter.PrometheusMetrics": "PrometheusMetrics",
}


_BLUEPRINTS = (
    "flask.Blueprint",
    "flask.blueprints.Blueprint",
    "flask_smorest.Blueprint",
    "quart.Blueprint",
    "apiflask.APIBlueprint",
)
_APPLICATIONS = ("flask.Flask", "flask.app.Flask", "quart.Quart", "apiflask.APIFlask")


def register(library: Library, found: Found) -> None:
    """Tells what Flask's functions mean."""
    applications = Applications(found)
    found.sources.append(applications)
    found.templates.append(ShownTemplates(applications.shown, applications.named).components)

    def made(run: Run, args: Args, node: form.Node) -> Scaffold:
        app = Scaffold("", run.module, node, root=True, arguments=args)
        applications.roots.append(app)
        found.stacks.add("flask")
        return app

    library.on_call(*_APPLICATIONS)(lambda run, target, args, node: made(run, args, node))
    library.on_class(*_APPLICATIONS)(OwnKind(made))

    def blueprint(run: Run, args: Args, node: form.Node) -> Value:
        name, prefix = constant_text(args.get(0, "name")), constant_text(args.keywords.get("url_prefix"))
        made = Scaffold(name, run.module, node, root=False, prefix=prefix, arguments=args)
        applications.blueprints.append(made)
        return made

    library.on_call(*_BLUEPRINTS)(lambda run, target, args, node: blueprint(run, args, node))
    library.on_class(*_BLUEPRINTS)(OwnKind(blueprint))

    library.on_member("flask.request", "quart.request")(request_member)
    library.on_call("flask.request.get_json", "flask.request.get_data")(request_call)
    library.on_value("flask.session", "quart.session")(Session())
    library.on_value("flask.g", "quart.g")(Global())
    library.on_member("flask.current_app")(_current_app)
    _register_answers(library)
    _register_extensions(library)
    register_people(library)
    register_forms(library)
    register_restful(library, found)
    register_dispatch(library)
    register_schemas(library)

    @library.on_class("flask.views.MethodView", "flask.views.View", "flask_smorest.MethodView")
    def view_class(run: Run, kind: ClassValue) -> None:
        """Nothing to do when the class is defined."""

    library.on_class_member(_as_view)


def _as_view(kind: ClassValue, name: str):  # type: ignore[no-untyped-def]
    if name != "as_view" or not any(_is_view(base) for base in kind.ancestors()):
        return None
    return lambda run, owner, member, node: AsView(owner)


def _is_view(base: Value) -> bool:
    return isinstance(base, External) and base.path in ("flask.views.MethodView", "flask.views.View")


class AsView(External):
    """`MyView.as_view`."""

    __slots__ = ("kind",)

    def __init__(self, kind: ClassValue) -> None:
        super().__init__("flask.views.as_view")
        self.kind = kind

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return ViewFunction(
            self.kind, constant_text(args.get(0, "name")), Args(args.positional[1:], args.keywords)
        )


def _current_app(run: Run, target: External, name: str, node: form.Node) -> Value:
    app = exchange_of(run).app
    return app.member(run, name, node) if app is not None else External(f"flask.Flask().{name}", None, node)


# --- answers -----------------------------------------------------------------------------------------


def _register_answers(library: Library) -> None:
    library.on_call("flask.jsonify", "flask.json.jsonify")(_jsonify)
    library.on_call("flask.render_template", "flask.templating.render_template")(_template)
    library.on_call(*(f"{themes}.render_theme_template" for themes in ("flask_themes", "flask_themes2")))(
        _themed
    )
    library.on_call("flask.render_template_string")(_template_string)
    library.on_call("flask.redirect", "werkzeug.utils.redirect")(_redirect)
    library.on_call("flask.make_response")(_make_response)
    library.on_call("flask.Response", "flask.wrappers.Response", "werkzeug.wrappers.Response")(_response)
    library.on_call("flask.send_file", "flask.send_from_directory", "flask.helpers.send_file")(_file)
    library.on_call("flask.flash")(_flash)
    library.on_call("flask.abort", "werkzeug.exceptions.abort", "werkzeug.abort")(_abort)
    library.on_call("flask.url_for", "flask.helpers.url_for")(_url_for)
    for name in _ERRORS:
        library.on_call(f"werkzeug.exceptions.{name}")(_error)


def _jsonify(run: Run, target: External, args: Args, node: form.Node) -> Value:
    fields = {key: value for key, value in args.keywords.items() if not key.startswith("**")}
    if fields or not args.positional:
        body: Value = ObjectValue(fields, list(args.positional), node, run.module)
    else:
        body = (
            args.positional[0] if len(args.positional) == 1 else ListValue(list(args.positional), node=node)
        )
    return Reply("json", 200, body)


def _template(run: Run, target: External, args: Args, node: form.Node) -> Value:
    fields = {key: value for key, value in args.keywords.items() if not key.startswith("**")}
    spreads = [value for key, value in args.keywords.items() if key.startswith("**")]
    body = flashed_with(run, ObjectValue(fields, spreads, node, run.module))
    name = constant_text(args.get(0, "template_name_or_list"))
    go_through(run, name, body, run.module, _everywhere(run, node))
    return Reply("html", 200, body, name)


def _everywhere(run: Run, node: form.Node) -> dict[str, Value]:
    """What every template knows: the person who is there, and what the app's context processors give."""
    named = {"current_user": "flask_login.current_user", "session": "flask.session", "g": "flask.g"}
    known = {name: value for name, path in named.items() if (value := run.program.library.value(path))}
    return {**known, **processed(run, Args(), node)}


def _themed(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`render_theme_template(theme, name, **context)` of Flask-Themes."""
    return _template(run, target, Args(args.positional[1:], args.keywords), node)


def _template_string(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    return None


def _redirect(run: Run, target: External, args: Args, node: form.Node) -> Value:
    where = args.get(0, "location") or Constant(None)
    return Reply("redirect", status_of(args.get(1, "code")) or 302, flashed_with(run, where))


def _make_response(run: Run, target: External, args: Args, node: form.Node) -> Value:
    from roadworthy.frameworks.replies import answer_of

    first = args.get(0)
    if isinstance(first, Reply):
        first.status = status_of(args.get(1)) or first.status
        return first
    status, body = answer_of(first) if first is not None else (200, Constant(None))
    return Reply("text", status_of(args.get(1)) or status, body)


def _response(run: Run, target: External, args: Args, node: form.Node) -> Value:
    body = args.get(0, "response") or Constant(None)
    return Reply("text", status_of(args.get(1, "status")) or 200, body)


def _file(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    return None


def _flash(run: Run, target: External, args: Args, node: form.Node) -> Value:
    message = args.get(0, "message") or Constant(None)
    if not isinstance(message, Constant):
        exchange_of(run).flashed.append((message, run.context.conditions))
    return Constant(None)


def _abort(run: Run, target: External, args: Args, node: form.Node) -> Value:
    given = args.get(0, "code")
    if isinstance(given, Reply):
        error = HttpError(given.status, given.body)
    else:
        error = HttpError(status_of(given) or 500, args.get(1, "description") or Constant(None))
    run.emit(Raised(error, run.module, node, run.context))
    return Never()


def _error(run: Run, target: External, args: Args, node: form.Node) -> Value:
    status = _ERRORS[target.path.rsplit(".", 1)[-1]]
    return HttpError(status, args.get(0, "description") or Constant(None))


def _url_for(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    return None


# --- extensions --------------------------------------------------------------------------------------


def _register_extensions(library: Library) -> None:
    for path in _EXTENSIONS:
        library.on_call(path)(_extension)
        library.on_call(f"{path}().init_app")(_init_app)


def _extension(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    for value in args.all():
        if isinstance(value, Scaffold):
            _stand_before(run, value, target.path, args, node)
    return None


def _init_app(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    path = target.path.removesuffix("().init_app")
    for value in args.all():
        if isinstance(value, Scaffold):
            _stand_before(run, value, path, target.arguments or Args(), node)
    return Constant(None)


def _stand_before(run: Run, app: Scaffold, path: str, args: Args, node: form.Node) -> None:
    name = _EXTENSIONS[path]
    if name == "Limiter" and not limits_all(args) and "RATELIMIT_DEFAULT" not in app.settings:
        return  # it limits only what its decorators name
    app.extensions.append(Extension(name, path.split(".")[0], args, run.module, node))
