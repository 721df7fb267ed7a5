"""The client itself: tables, functions of the database, sign-in, files, edge functions, channels."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from roadworthy.frameworks.events import FetchSeen, FilterSeen, QuerySeen, ServiceSeen, WriteSeen
from roadworthy.frameworks.known_text import chosen_text
from roadworthy.frameworks.rows import Row, emit_query
from roadworthy.frameworks.services import emit_service, url_of
from roadworthy.frameworks.supabase.answers import Answer, Failure, answered
from roadworthy.frameworks.supabase.builder import LIBRARY, TableDoor, routine
from roadworthy.frameworks.supabase.relations import Relations
from roadworthy.interpret import (
    Args,
    Constant,
    Datum,
    Derived,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

CLIENT = "@supabase/supabase-js"


class Client(Model):
    """What `createClient(url, key)` gives. `rights` are those it asks with."""

    __slots__ = ("made", "relations", "rights")

    def __init__(self, rights: str, relations: Callable[[], Relations], made: tuple[str, form.Node]) -> None:
        self.rights, self.relations, self.made = rights, relations, made

    def known_by(self) -> object:
        """A client that is made once and kept (`cached ??= createClient(url, key)`) is one, however often it is asked for."""
        return self.rights, self.made[0], id(self.made[1])

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "from":
            return TableDoor(chosen_text(args.get(0)), self.rights, self.relations)
        if name == "rpc":
            return routine(run, chosen_text(args.get(0)), args, self.rights, node, self.relations)
        if name == "schema":
            return self
        if name == "channel":
            return Channel()
        if name in ("removeChannel", "removeAllChannels", "getChannels"):
            return Unknown()
        return None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "auth":
            return Auth(self.rights)
        if name == "storage":
            return Storage(self.rights)
        if name == "functions":
            return Functions()
        return Derived(f".{name}", (self,), node)


# --- sign-in -----------------------------------------------------------------------------------------


_PEOPLE = ("getUser", "getSession", "getClaims", "refreshSession", "setSession", "exchangeCodeForSession")


class Auth(Model):
    """`supabase.auth`."""

    __slots__ = ("rights",)

    def __init__(self, rights: str) -> None:
        self.rights = rights

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return AuthAdmin() if name == "admin" else Derived(f".{name}", (self,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "onAuthStateChange":
            with run.within(trigger="auth"), run.branch():
                run.call_back(args.positional[:1], node, Datum("input", ("event",), node), _session(node))
            return answered(ObjectValue({"subscription": Unknown()}), Constant(None))
        if name in ("user", "session"):
            return _user(node) if name == "user" else _session(node)
        if name in _PEOPLE:
            return self._who(node)
        seen = service_asked(run, "supabase auth", name, args, node)
        person = Derived("signed in", (_user(node),), node)
        data = ObjectValue({"user": Unknown(), "session": Unknown(), "url": Unknown()})
        return answered(data, Failure(seen, node, person if name.startswith("signIn") else None))

    def _who(self, node: form.Node) -> Value:
        """Who is signed in. There is an error exactly when nobody is."""
        data = ObjectValue(
            {"user": _user(node), "session": _session(node), "claims": Datum("session", ("user",), node)},
            node=node,
        )
        return answered(data, Failure(None, node, _user(node)))


def _user(node: form.Node) -> Datum:
    return Datum("session", ("user",), node)


def _session(node: form.Node) -> Datum:
    return Datum("session", (), node)


class AuthAdmin(Model):
    """`supabase.auth.admin`: the people of the project, with the service role's rights."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        operation = {
            "deleteUser": "delete", "updateUserById": "update", "getUserById": "select", "listUsers": "select", "createUser": "insert",
        }.get(name)  # fmt: skip
        if operation is None:
            service_asked(run, "supabase auth", f"admin.{name}", args, node)
            return answered(Unknown(), Failure(None, node))
        seen = QuerySeen(operation, "auth.users", run.module, node, run.context, library=LIBRARY)
        seen.rights, seen.one = "service", name != "listUsers"
        if args.positional and name in ("deleteUser", "updateUserById", "getUserById"):
            seen.filters = [FilterSeen("id", "=", args.positional[0], "auth.users")]
        if operation in ("insert", "update"):
            seen.writes = list(_told_of(args.get(0 if operation == "insert" else 1)))
        emit_query(run, seen)
        account = Row(seen, "auth.users") if name == "getUserById" else Unknown()
        return Answer(seen, ObjectValue({"user": account, "users": Unknown()}), node)


_METADATA = ("user_metadata", "app_metadata")


def _told_of(account: Value | None) -> Iterator[WriteSeen]:
    """What is stored of an account as it was sent. The service itself looks at the address, and keeps a digest of the password."""
    if not isinstance(account, ObjectValue):
        return
    for name in _METADATA:
        more = account.fields.get(name)
        if isinstance(more, ObjectValue):
            yield from (
                WriteSeen(key, value, False, more.maybe.get(key, ())) for key, value in more.fields.items()
            )


# --- files -------------------------------------------------------------------------------------------


class Storage(Model):
    """`supabase.storage`."""

    __slots__ = ("rights",)

    def __init__(self, rights: str) -> None:
        self.rights = rights

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "from":
            return Files(chosen_text(args.get(0)), self.rights)
        service_asked(run, "supabase storage", name, args, node)
        return answered(Unknown(), Failure(None, node))


class Files(Model):
    """`supabase.storage.from("avatars")`."""

    __slots__ = ("bucket", "rights")

    def __init__(self, bucket: str, rights: str) -> None:
        self.bucket, self.rights = bucket, rights

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "getPublicUrl":
            address = Derived("public url", tuple(args.positional[:1]), node)
            return ObjectValue({"data": ObjectValue({"publicUrl": address})}, node=node)
        seen = service_asked(run, "supabase storage", f"{name} {self.bucket}", args, node)
        seen.keyed = self.rights == "service"
        data = Derived(name, (), node)
        return answered(data, Failure(seen, node))


# --- edge functions, channels ------------------------------------------------------------------------


class Functions(Model):
    """`supabase.functions`: from a page a request to the app's own edge function."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name != "invoke":
            return None
        target = chosen_text(args.get(0)) or url_of(args.get(0)) or ":function"
        options = args.get(1)
        body = options.fields.get("body") if isinstance(options, ObjectValue) else None
        if run.side != "client":
            called = service_asked(
                run, f"edge function {target}", "invoke", Args([body] if body is not None else []), node
            )
            return answered(Derived("answer", (), node), Failure(called, node))
        seen = FetchSeen("POST", target, run.module, node, run.context, body)
        run.emit(seen)
        return answered(Derived("answer", (), node), Failure(seen, node))


class Channel(Model):
    """`supabase.channel(name)`: what it is told to do happens when a message comes; it reconnects by itself."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        with run.branch(), run.within(trigger="message"):
            run.call_back(args.positional, node, Derived("message", (), node))
        return self


def service_asked(run: Run, service: str, operation: str, args: Args, node: form.Node) -> ServiceSeen:
    """Puts a call to one of the project's services into the trace."""
    seen = ServiceSeen(
        service, operation, CLIENT, run.module, node, run.context, arguments=[v for v in args.positional]
    )
    emit_service(run, seen)
    return seen
