"""Clerk's backend client: the accounts of the app, which it changes whoever asked (its reference, "JS Backend SDK: User")."""

from __future__ import annotations

from roadworthy.frameworks.events import FilterSeen, QuerySeen, WriteSeen
from roadworthy.frameworks.rows import Row, emit_query
from roadworthy.interpret import Args, External, Library, Model, ObjectValue, Run, Unknown, Value
from roadworthy.languages import form

_ACCOUNTS = "auth.users"
_OPERATIONS = {
    "updateUserMetadata": "update",
    "updateUser": "update",
    "banUser": "update",
    "lockUser": "update",
    "deleteUser": "delete",
    "createUser": "insert",
}
# What only the app itself writes; `unsafeMetadata` a person may change in the browser.
_METADATA = ("publicMetadata", "privateMetadata")
_CLIENTS = (
    *(f"{package}.clerkClient" for package in ("@clerk/nextjs/server", "@clerk/nextjs", "@clerk/express")),
    "@clerk/backend.createClerkClient()",
    "@clerk/fastify.clerkClient",
)


def register(library: Library) -> None:
    """`clerkClient()`, and the client itself in earlier releases."""
    library.on_call(*_CLIENTS)(_client)
    for name in _CLIENTS:
        library.on_member(name)(_part)


def _client(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Backend()


def _part(run: Run, target: External, name: str, node: form.Node) -> Value:
    return Accounts() if name == "users" else External(f"{target.path}.{name}", None, node)


class Backend(Model):
    """The client."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Accounts() if name == "users" else External(f"@clerk/backend.{name}", None, node)


class Accounts(Model):
    """`client.users`."""

    __slots__ = ()

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        operation = _OPERATIONS.get(name)
        if operation is None:
            called = External(f"@clerk/nextjs/server.clerkClient().users.{name}", None, node)
            return run.call(called, args, node)
        seen = QuerySeen(operation, _ACCOUNTS, run.module, node, run.context, library="clerk")
        seen.rights, seen.one = "service", True
        if operation != "insert" and args.positional:
            seen.filters = [FilterSeen("id", "=", args.positional[0], _ACCOUNTS)]
        seen.writes = _written(args.get(0 if operation == "insert" else 1))
        emit_query(run, seen)
        return Row(seen, _ACCOUNTS) if operation == "insert" else Unknown()


def _written(account: Value | None) -> list[WriteSeen]:
    """What the app keeps of an account: roles and the like."""
    fields = account.fields if isinstance(account, ObjectValue) else {}
    kept = [fields[name] for name in _METADATA if name in fields]
    return [
        WriteSeen(key, value)
        for one in kept
        if isinstance(one, ObjectValue)
        for key, value in one.fields.items()
    ]
