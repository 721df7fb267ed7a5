"""Tells what FastAPI's functions mean, and those of the libraries that sign people in beside it."""

from __future__ import annotations

from functools import partial

from roadworthy.app import Component, Page
from roadworthy.frameworks.fastapi.application import Put, Router, dependencies_of
from roadworthy.frameworks.fastapi.declared import CurrentUser, Depends, SecurityScheme, Source
from roadworthy.frameworks.fastapi.exchange import (
    ErrorClass,
    Tasks,
    make_error,
    make_response,
    make_template_response,
)
from roadworthy.frameworks.fastapi.own_routers import RouterClass, inherited_by_router
from roadworthy.frameworks.fastapi.routes import Application
from roadworthy.frameworks.fastapi.statics import StaticClass, make_static
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import assembled_text
from roadworthy.frameworks.limits import limits_all
from roadworthy.frameworks.pydantic import Record
from roadworthy.frameworks.templates.shown import ShownTemplates, pages_of
from roadworthy.interpret import (
    Args,
    Constant,
    Datum,
    External,
    Library,
    ListValue,
    ObjectValue,
    Program,
    Run,
    Value,
)
from roadworthy.languages import form

_SOURCES = ("Query", "Path", "Header", "Cookie", "Body", "Form", "File")
_SCHEMES = ("OAuth2PasswordBearer", "OAuth2AuthorizationCodeBearer", "HTTPBearer", "HTTPBasic", "HTTPDigest",
            "APIKeyHeader", "APIKeyCookie", "APIKeyQuery", "OpenIdConnect")  # fmt: skip
_RESPONSES = ("Response", "JSONResponse", "ORJSONResponse", "UJSONResponse", "HTMLResponse", "PlainTextResponse",
              "RedirectResponse", "StreamingResponse", "FileResponse")  # fmt: skip
_ERRORS = ("fastapi.HTTPException", "fastapi.exceptions.HTTPException", "starlette.exceptions.HTTPException")
_STATICS = ("fastapi.staticfiles.StaticFiles", "starlette.staticfiles.StaticFiles")
_ROUTERS = ("fastapi.APIRouter", "fastapi.routing.APIRouter",
            "fastapi_utils.inferring_router.InferringRouter", "fastapi_restful.inferring_router.InferringRouter")  # fmt: skip
# Functions that verify a token: what they give was put there when its owner signed in.
_TOKENS = ("jwt.decode", "jose.jwt.decode", "authlib.jose.jwt.decode", "jwt.PyJWT().decode",
           "firebase_admin.auth.verify_id_token", "firebase_admin.auth.verify_session_cookie",
           "google.oauth2.id_token.verify_oauth2_token", "itsdangerous.URLSafeTimedSerializer().loads",
           "itsdangerous.URLSafeSerializer().loads", "itsdangerous.TimestampSigner().unsign")  # fmt: skip
_PACKAGES = ("fastapi", "starlette")


def register(library: Library, found: Found) -> None:
    """Tells what FastAPI's functions mean."""

    @library.on_call("fastapi.FastAPI", "fastapi.applications.FastAPI")
    def application(run: Run, target: External, args: Args, node: form.Node) -> Value:
        app = Router(found, run.module, node, root=True, dependencies=dependencies_of(args))
        app.middleware.extend(_given_middleware(run, args, node))
        found.sources.append(Application(app))
        found.stacks.add("fastapi")
        run.call_back([value for value in (args.keywords.get("lifespan"),) if value is not None], node, app)
        return app

    @library.on_call(*_ROUTERS)
    def router(run: Run, target: External, args: Args, node: form.Node) -> Value:
        prefix = args.keywords.get("prefix")
        text = assembled_text(prefix)
        made = Router(found, run.module, node, root=False, prefix=text, dependencies=dependencies_of(args))
        found.sources.append(Application(made))
        return made

    library.on_class(*_ROUTERS)(RouterClass(found, lambda made: found.sources.append(Application(made))))
    library.on_inherited(*_ROUTERS)(inherited_by_router)
    _register_parameters(library)
    for package in ("fastapi", "fastapi.responses", "starlette.responses"):
        library.on_call(*(f"{package}.{name}" for name in _RESPONSES))(make_response)
    library.on_call(*(f"{package}.templating.Jinja2Templates().TemplateResponse" for package in _PACKAGES))(
        make_template_response
    )
    found.templates.append(partial(_components, found))
    library.on_call(*_ERRORS)(make_error)
    library.on_class(*_ERRORS)(ErrorClass())
    library.on_call(*_STATICS)(make_static)
    library.on_class(*_STATICS)(StaticClass())
    library.on_call(*_TOKENS)(_token)
    library.on_call(
        "fastapi_users.FastAPIUsers().current_user", "fastapi_users.FastAPIUsers[]().current_user"
    )(_current_user)
    library.on_call("fastapi.encoders.jsonable_encoder")(_as_plain)

    @library.on_call("slowapi.Limiter", "slowapi.extension.Limiter")
    def limiter(run: Run, target: External, args: Args, node: form.Node) -> None:
        """Without limits of its own, its middleware holds back nothing but what the decorators name."""
        if limits_all(args):
            found.limits_for_all.add("slowapi")


def _register_parameters(library: Library) -> None:
    library.on_call("fastapi.Depends", "fastapi.Security", "fastapi.params.Depends")(_depends)
    for package in ("fastapi", "fastapi.params", "fastapi.param_functions"):
        library.on_call(*(f"{package}.{name}" for name in _SOURCES))(_source)
    for package in (
        "fastapi.security",
        "fastapi.security.oauth2",
        "fastapi.security.http",
        "fastapi.security.api_key",
    ):
        library.on_call(*(f"{package}.{name}" for name in _SCHEMES))(_scheme)
    library.on_call("fastapi.BackgroundTasks", "starlette.background.BackgroundTasks")(
        lambda run, target, args, node: Tasks()
    )


def _given_middleware(run: Run, args: Args, node: form.Node) -> list[Put]:
    """`FastAPI(middleware=[Middleware(X, ...)])`."""
    given = args.keywords.get("middleware")
    found = []
    for value in given.items if isinstance(given, ListValue) else []:
        if isinstance(value, External) and value.arguments is not None and value.arguments.positional:
            rest = Args(value.arguments.positional[1:], value.arguments.keywords)
            found.append(Put(value.arguments.positional[0], rest, run.module, node))
    return found


def _current_user(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return CurrentUser(args)


def _depends(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Depends(args.get(0, "dependency"), run.module, node)


def _source(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Source(target.path.rsplit(".", 1)[-1], args)


def _scheme(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return SecurityScheme(target.path.rsplit(".", 1)[-1], args)


def _token(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """A verified token: one that is not sound raises. One that is only read, without its signature, proves nothing."""
    options = args.keywords.get("options")
    verify = options.fields.get("verify_signature") if isinstance(options, ObjectValue) else None
    if isinstance(verify, Constant) and verify.value is False:
        return None
    payload = Datum("session", ("token",), node)
    run.learn(run.condition(payload, True, node), lasting=True)
    return payload


def _as_plain(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """The same data as a dict: what the app filled in by itself is known field by field."""
    given = args.get(0, "obj") or Constant(None)
    dumped = given.call_member(run, "model_dump", Args(), node) if isinstance(given, Record) else None
    return dumped if dumped is not None else given


def _components(found: Found, program: Program) -> list[Component]:
    """What the templates show that handlers answer with; their pages are made known along with them."""
    applications = [source for source in found.sources if isinstance(source, Application)]
    shown = [one for application in applications for one in application.shown]
    names = {name: path for application in applications for name, path in application.named.items()}
    found.pages += [partial(_known, page) for page in pages_of(shown, program)]
    return ShownTemplates(lambda: shown, lambda: names).components(program)


def _known(page: Page, _: Program) -> Page | None:
    """A page that needs no program to be made."""
    return page
