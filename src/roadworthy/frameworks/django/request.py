"""Requests as a view sees them, and who makes them."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.session_user import SessionUser
from roadworthy.frameworks.exchange import Session, exchange_of, part
from roadworthy.frameworks.replies import Method
from roadworthy.frameworks.unfollowed import put_on_request
from roadworthy.interpret import Args, Constant, Datum, Derived, External, ListValue, Model, Run, Value
from roadworthy.interpret.values import Certain, is_nothing
from roadworthy.languages import form

_PARTS = {
    "GET": "query",
    "query_params": "query",
    "POST": "body",
    "data": "body",
    "body": "body",
    "FILES": "files",
    "COOKIES": "cookies",
    "META": "headers",
    "headers": "headers",
}


class Request(Model):
    """`request`, with what middleware and views put onto it. `address` and `name` are those of the route ('' where they are not
    known), its parameters in braces."""

    is_request = True

    def __init__(self, orm: Orm) -> None:
        self.orm = orm
        self.address = self.name = ""
        self.fields: dict[str, Value] = {}
        self.person: SessionUser | None = None
        # While middleware runs, which is where an app finds out who is there.
        self.arriving = False

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.fields:
            return self.fields[name]
        if name in ("POST", "FILES") and exchange_of(run).method == "GET":
            return NothingSent()
        if name in _PARTS:
            return part(run, _PARTS[name], (), node, in_form=name == "POST")
        if name == "user":
            return self.user()
        if name == "method":
            return Method(exchange_of(run).method)
        if name == "session":
            return Session()
        if name in ("auth",):
            return Datum("session", ("token",), node)
        if name in ("path", "path_info") and self.address:
            return Certain(self.address, node)
        if name == "resolver_match" and self.name:
            return Match(self.name)
        if name in ("path", "path_info", "content_type", "scheme", "encoding"):
            return Datum("headers", (name,), node)
        return put_on_request(name) or Derived(f".{name}", (), node)

    def user(self) -> SessionUser:
        """Whoever is signed in."""
        if self.person is None:
            self.person = SessionUser(self.orm, self.orm.user_table())
        return self.person

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if self.arriving and name in ("user", "_cached_user"):
            return  # whoever middleware finds by a token or a session is who is signed in
        # Middleware begins with nobody, and finds out who it is where it can.
        if name not in self.fields or not is_nothing(value):
            self.fields[name] = value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("get_full_path", "build_absolute_uri", "get_host"):
            return Datum("headers", ("url",), node)
        if name in ("read", "readlines"):
            return part(run, "body", (), node)
        return Constant(None) if name in ("is_secure",) else None

    def origin(self, depth: int) -> Origin:
        """The whole request."""
        return Origin("headers")


class Absent(Certain):
    """`request.POST.get("status")` of a GET: nothing, which equals nothing and stands in no list."""

    __slots__ = ()

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        if operator in ("==", "!=", "is", "is not") and len(operands) == 2:
            other = operands[1] if operands[0] is self else operands[0]
            same = other.value is None if isinstance(other, Constant) else None
            return None if same is None else Certain(same == (operator in ("==", "is")), node)
        if operator in ("in", "not in") and operands[0] is self:
            return Certain(operator == "not in", node)
        return super().operate(run, operator, operands, node)


class NothingSent(Model):
    """`request.POST` of a GET: an empty multi-dict (https://docs.djangoproject.com/en/stable/ref/request-response/)."""

    __slots__ = ()

    def decided(self) -> bool | None:
        return False

    def truth(self) -> bool | None:
        return False

    def operate(self, run: Run, operator: str, operands: tuple[Value, ...], node: form.Node) -> Value | None:
        """`"save" in request.POST`, `not request.POST`."""
        answers = {"in": False, "not in": True, "not": True}
        return Certain(answers[operator], node) if operator in answers else None

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("get", "pop"):
            given = args.get(1, "default")
            return given if given is not None and not is_nothing(given) else Absent(None, node)
        if name in ("getlist", "keys", "values", "items"):
            return ListValue([], node=node)
        return self if name in ("copy", "dict") else None


class Match(Model):
    """`request.resolver_match`, `resolve(request.path)`: the route that was found."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        namespace, _, last = self.name.rpartition(":")
        known = {"url_name": last, "view_name": self.name, "namespace": namespace, "app_name": namespace}
        return Certain(known[name], node) if name in known else Derived(f".{name}", (), node)


def resolved(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`resolve(request.path)`, of the request that is served."""
    name = request.name if isinstance(request := run.kept.get("django request"), Request) else ""
    asked = args.get(0, "path")
    return Match(name) if name and isinstance(asked, Certain) else None


def request_of(run: Run, orm: Orm) -> Request:
    """The request that a run serves."""
    found = run.kept.get("django request")
    if not isinstance(found, Request):
        found = run.kept["django request"] = Request(orm)
    return found
