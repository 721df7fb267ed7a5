"""supabase-py: the questions of the JavaScript client under Python's names, asked by `execute()`, which raises where they fail."""

from __future__ import annotations

import re

from roadworthy.frameworks.known_text import text_of
from roadworthy.frameworks.proven import Proven
from roadworthy.frameworks.supabase.answers import Answer
from roadworthy.frameworks.supabase.builder import Builder, TableDoor
from roadworthy.frameworks.supabase.client import (
    Auth,
    AuthAdmin,
    Client,
    Files,
    Functions,
    Storage,
    service_asked,
)
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

MAKERS = tuple(
    f"supabase.{name}"
    for name in (
        "create_client",
        "create_async_client",
        "acreate_client",
        "Client",
        "AsyncClient",
        "client.create_client",
        "client.Client",
    )
)
_READS_PEOPLE = ("get_user", "get_session", "get_claims", "refresh_session", "set_session")
_WRITES = ("insert", "upsert", "update", "delete")
# Options that Python gives by name and JavaScript in a record.
_OPTIONS = {
    "on_conflict": "onConflict",
    "foreign_table": "referencedTable",
    "reference_table": "referencedTable",
}


class PythonClient(Client):
    """What `create_client(url, key)` gives."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("table", "from_"):
            return Door(text_of(args.get(0, "table_name")), self.rights, self.relations)
        if name == "rpc":
            asked = Question(run, "raw", "", self.rights, node, self.relations)
            asked.seen.routine = text_of(args.get(0, "func"))
            asked.seen.sql = f"select {asked.seen.routine}()"
            asked.write(run, Args([value for value in (args.get(1, "params"),) if value is not None]))
            return asked
        return super().call_member(run, _camel(name), args, node)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name == "auth":
            return PythonAuth(self.rights)
        if name == "storage":
            return PythonStorage(self.rights)
        return Functions() if name == "functions" else Derived(f".{name}", (self,), node)


class Door(TableDoor):
    """`supabase.table("orders")`."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name != "select" and name not in _WRITES:
            return None
        asked = Question(run, name, self.table, self.rights, node, self.relations)
        if name == "select":
            asked.select(_in_record(args, 1))
        else:
            asked.write(run, _in_record(args, 1))
        return asked


class Question(Builder):
    """A question under construction: `execute()` asks it, and answers the rows that were read or written."""

    __slots__ = ()

    def __init__(self, *given) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*given)
        self.returns = self.failing = self.seen.checked = True

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "execute":
            self.seen.node = node
            return self.settle(run, node)
        if name == "is_" and text_of(args.get(1)) == "null":
            args = Args([*args.positional[:1], Constant(None)])
        return super().call_member(run, _camel(name), _in_record(args, 1), node)

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Not(self) if name == "not_" else Derived(f".{name}", (self,), node)


class Not(Model):
    """`.not_.eq("status", "done")`."""

    __slots__ = ("asked",)

    def __init__(self, asked: Question) -> None:
        self.asked = asked

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        value = args.get(1) or Unknown()
        if name == "is_" and text_of(value) == "null":
            value = Constant(None)
        rest = [args.get(0) or Unknown(), Constant(_camel(name)), value]
        return self.asked.call_member(run, "not", Args(rest), node)


class PythonAuth(Auth):
    """`supabase.auth`. A token that is not good raises."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return PythonAdmin() if name == "admin" else Derived(f".{name}", (self,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in _READS_PEOPLE:
            known = name in ("get_user", "get_claims") and bool(args.all())
            user = (Proven if known else Datum)("session", ("user",), node)
            if known:
                run.learn(run.condition(user, True, node))
            return ObjectValue(
                {"user": user, "session": Datum("session", (), node), "claims": user}, node=node
            )
        service_asked(run, "supabase auth", _camel(name), args, node)
        return ObjectValue({"user": Unknown(), "session": Unknown(), "url": Unknown()}, node=node)


class PythonAdmin(AuthAdmin):
    """`supabase.auth.admin`."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        found = super().call_member(run, _camel(name), args, node)
        return found.data if isinstance(found, Answer) else found


class PythonStorage(Storage):
    """`supabase.storage`."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "from_":
            return PythonFiles(text_of(args.get(0, "id")), self.rights)
        return super().call_member(run, _camel(name), args, node)


class PythonFiles(Files):
    """`supabase.storage.from_("avatars")`."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "get_public_url":
            return Derived("public url", tuple(args.all()[:1]), node)
        found = super().call_member(run, _camel(name), args, node)
        return found.fields["data"] if isinstance(found, ObjectValue) and "data" in found.fields else found


def _camel(name: str) -> str:
    """`maybe_single` as JavaScript calls it; `in_` and `is_` without what keeps them apart from words of Python."""
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name.rstrip("_"))


def _in_record(args: Args, position: int) -> Args:
    """The arguments with those given by name in a record, where JavaScript's client looks for them."""
    if not args.keywords:
        return args
    fields = {_OPTIONS.get(name, name): value for name, value in args.keywords.items()}
    descending = fields.pop("desc", None)
    if isinstance(descending, Constant):
        fields["ascending"] = Constant(not descending.value)
    first = [fields.pop("json")] if "json" in fields and not args.positional else list(args.positional)
    return Args([*first[:position], *([Constant(None)] * (position - len(first))), ObjectValue(fields)])
