"""Who is signed in: Flask-Login, Flask-JWT-Extended, Flask-HTTPAuth and Flask-Security."""

from __future__ import annotations

import re

from roadworthy.app.origin import Origin
from roadworthy.frameworks.exchange import exchange_of
from roadworthy.frameworks.guarding import Decorator, Guarded, has_role, signed_in
from roadworthy.frameworks.sqlalchemy.rows import MappedRow
from roadworthy.interpret import (
    Args,
    Choice,
    Closure,
    Constant,
    Datum,
    Derived,
    External,
    Instance,
    Library,
    ListValue,
    Model,
    Run,
    Value,
)
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form
from roadworthy.regex import regex

_LOADERS = (
    "flask_login.LoginManager().user_loader",
    "flask_login.LoginManager().request_loader",
    "flask_jwt_extended.JWTManager().user_lookup_loader",
    "flask_httpauth.HTTPTokenAuth().verify_token",
    "flask_httpauth.HTTPBasicAuth().verify_password",
    "flask_httpauth.HTTPBasicAuth().get_user",
)
_SIGNED_IN = (
    "flask_login.login_required",
    "flask_login.fresh_login_required",
    "flask_login.utils.login_required",
    "flask_security.login_required",
    "flask_security.auth_required",
    "flask_security.auth_token_required",
    "flask_security.http_auth_required",
    "flask_jwt_extended.jwt_required",
    "flask_jwt_extended.fresh_jwt_required",
    "flask_jwt.jwt_required",
    "flask_httpauth.HTTPTokenAuth().login_required",
    "flask_httpauth.HTTPBasicAuth().login_required",
    "flask_httpauth.MultiAuth().login_required",
)
_ROLES = (
    "flask_security.roles_required",
    "flask_security.roles_accepted",
    "flask_security.permissions_required",
    "flask_security.permissions_accepted",
    "flask_principal.Permission().require",
)
# Flask-Allows: what is asked of a person is an object or a function of the app's own.
_REQUIRES = (
    "flask_allows.Allows().requires",
    "flask_allows.requires",
    "flask_allows2.Allows().requires",
    "flask_allows2.requires",
)
_ONLY_THERE = regex(r"^(is_?)?(auth(ed|enticated)?|(logged|signed)_?in)$", re.I)
_USERS = ("flask_login.current_user", "flask_login.utils.current_user", "flask_security.current_user",
          "flask_jwt_extended.current_user", "flask_jwt.current_identity")  # fmt: skip
_THERE = {"is_authenticated"}


class People:
    """What an application says of its people: how the one who is signed in is loaded."""

    def __init__(self) -> None:
        self.loaders: list[Closure] = []

    def current(self, run: Run, node: form.Node) -> Value:
        """The person who is signed in, loaded once for a request as the application does it."""
        exchange = exchange_of(run)
        if exchange.user is None:
            fallback = Datum("session", ("user",), node)
            exchange.user = fallback  # a loader that asks for the current user gets no further
            exchange.user = self._load(run, node) or fallback
        return exchange.user

    def _load(self, run: Run, node: form.Node) -> Value | None:
        for loader in self.loaders:
            count = len(loader.function.parameters)
            given: list[Value] = [Derived("jwt", ()), _token(node)] if count > 1 else [_key(node)]
            with run.within(conditions=()), run.branch():
                found = _person(run.call(loader, Args(given), node))
            if found is not None:
                return found
        return None


def _key(node: form.Node) -> Value:
    return Datum("session", ("user_id",), node)


def _token(node: form.Node) -> Value:
    return Datum("session", ("token",), node)


def _person(value: Value) -> Value | None:
    options = value.values() if isinstance(value, Choice) else [value]
    kept = [option for option in options if not is_nothing(option)]
    return next((option for option in kept if isinstance(option, (MappedRow, Instance))), None)


class CurrentUser(Model):
    """`current_user`: whoever the loader gives, or nobody."""

    __slots__ = ("people",)

    def __init__(self, people: People) -> None:
        self.people = people

    def _whole(self, run: Run, node: form.Node) -> Value:
        return self.people.current(run, node)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in _THERE:
            return Datum("session", ("user",), node)
        if name == "is_anonymous":
            return Derived("not", (Datum("session", ("user",), node),), node)
        return self._whole(run, node).member(run, name, node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self._whole(run, run.place or form.Literal(form.Span(0, 0, 1, 1), None)).set_member(run, name, value)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        whole = self._whole(run, node)
        if name == "_get_current_object":
            return whole
        if name == "get_id":
            return _key(node)
        return run.call_member(whole, name, args, node)

    def truth(self) -> bool | None:
        return None

    def inputs(self) -> tuple[Value, ...]:
        return ()

    def origin(self, depth: int) -> Origin:
        """Whoever is signed in."""
        return Origin("session", ("user",))


def register_people(library: Library) -> None:
    """Tells what the extensions that sign people in mean."""
    people = People()
    user = CurrentUser(people)

    def load(run: Run, target: External, args: Args, node: form.Node) -> Value:
        first = args.get(0)
        if isinstance(first, Closure):
            people.loaders.append(first)
        return first or Constant(None)

    library.on_call(*_LOADERS)(load)
    library.on_call(*_SIGNED_IN)(_guard)
    library.on_call(*_ROLES)(_role_guard)
    library.on_call(*_REQUIRES)(_requires)
    library.on_call("flask_allows.Permission", "flask_allows2.Permission")(_is_allowed)
    library.on_call("flask_jwt_extended.verify_jwt_in_request")(_verify)
    library.on_call("flask_jwt_extended.get_jwt_identity")(lambda run, target, args, node: _key(node))
    library.on_call(
        "flask_jwt_extended.get_jwt", "flask_jwt_extended.get_jwt_claims", "flask_jwt_extended.get_raw_jwt"
    )(lambda run, target, args, node: _token(node))
    library.on_call(
        "flask_jwt_extended.get_current_user",
        *(
            f"flask_httpauth.{kind}().current_user"
            for kind in ("HTTPTokenAuth", "HTTPBasicAuth", "MultiAuth")
        ),
    )(lambda run, target, args, node: people.current(run, node))
    library.on_call("flask_login.login_user", "flask_login.utils.login_user")(_signs_in)
    library.on_value(*_USERS)(user)


def _guard(run: Run, target: External, args: Args, node: form.Node) -> Value:
    first = args.get(0)
    package = target.path.split("(")[0].split(".")[0]
    optional = args.keywords.get("optional")
    if isinstance(optional, Constant) and optional.value:
        return Decorator(lambda run, node: None, package)
    roles = args.keywords.get("role")
    guard = (
        has_role(list(roles.inputs()) if isinstance(roles, ListValue) else [roles])
        if roles is not None
        else signed_in
    )
    if isinstance(first, (Closure, Model)) and not isinstance(first, (ListValue,)):
        return Guarded(first, guard, package)
    return Decorator(guard, package)


def _role_guard(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Decorator(has_role(list(args.positional)), target.path.split(".")[0])


def _requires(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`allows.requires(CanEditPost)`: more than to be there, unless no requirement says more."""
    names = [_named(value) for value in args.positional]
    asks = not names or any(not _ONLY_THERE.match(name) for name in names)
    guard = has_role([Constant(name) for name in names]) if asks else signed_in
    return Decorator(guard, target.path.split(".")[0])


def _is_allowed(run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`if not Permission(CanHide): ...`: true of whoever may."""
    there = all(_ONLY_THERE.match(_named(value)) for value in args.positional)
    person = Datum("session", ("user",) if there else ("user", "role"), node)
    names: list[Value] = [Constant(_named(value)) for value in args.positional]
    return person if there else Derived("in", (person, ListValue(names)), node)


def _named(requirement: Value) -> str:
    kind = requirement.kind if isinstance(requirement, Instance) else requirement
    return str(getattr(kind, "name", "") or "a requirement")


def _verify(run: Run, target: External, args: Args, node: form.Node) -> Value:
    optional = args.keywords.get("optional")
    if not (isinstance(optional, Constant) and optional.value):
        signed_in(run, node)
    return Constant(None)


def _signs_in(run: Run, target: External, args: Args, node: form.Node) -> Value:
    person = args.get(0, "user")
    if person is not None and not is_nothing(person):
        exchange_of(run).session["_user_id"] = person.member(run, "id", node)
    return Constant(True)
