"""Firebase's accounts: who is signed in, in a page and on a server, and what is asked of the service."""

from __future__ import annotations

from functools import partial

from roadworthy.frameworks.events import FilterSeen, QuerySeen, ServiceSeen, WriteSeen
from roadworthy.frameworks.proven import Proven
from roadworthy.frameworks.rows import emit_query
from roadworthy.frameworks.services import emit_service
from roadworthy.interpret import (
    Args,
    Closure,
    Constant,
    Datum,
    Derived,
    External,
    Library,
    Model,
    ObjectValue,
    Run,
    Unknown,
    Value,
)
from roadworthy.languages import form

_HOMES = ("firebase/auth", "@firebase/auth")
_ASKING = (
    "signInWithEmailAndPassword", "createUserWithEmailAndPassword", "signInWithPopup", "signInWithRedirect", "signInAnonymously",
    "signInWithCustomToken", "signInWithCredential", "signInWithEmailLink", "signInWithPhoneNumber", "sendPasswordResetEmail",
    "sendEmailVerification", "sendSignInLinkToEmail", "confirmPasswordReset", "updatePassword", "updateEmail", "updateProfile",
    "reauthenticateWithCredential", "verifyBeforeUpdateEmail", "applyActionCode", "linkWithCredential", "signOut",
)  # fmt: skip


_SERVER = ("firebase-admin/auth.getAuth()", "firebase-admin.auth()", "firebase-admin.default.auth()")


# What a server does with an account, whoever's it is.
_CHANGES = {
    "deleteUser": "delete",
    "updateUser": "update",
    "setCustomUserClaims": "update",
    "createUser": "insert",
}
_ACCOUNTS = "auth.users"


def register_accounts(library: Library) -> None:
    """Tells what the functions for accounts mean."""
    for home in _SERVER:
        for name in _CHANGES:
            library.on_call(f"{home}.{name}")(partial(_changed, name))
    library.on_call(
        *(f"{home}.{name}" for home in _SERVER for name in ("verifyIdToken", "verifySessionCookie"))
    )(_verified)
    for home in _HOMES:
        for name in _ASKING:
            library.on_call(f"{home}.{name}")(partial(_asked, name))
        for name in ("onAuthStateChanged", "onIdTokenChanged"):
            library.on_call(f"{home}.{name}")(_heard)
        library.on_call(f"{home}.deleteUser")(_left)
        for name in ("getAuth", "initializeAuth"):
            library.on_call(f"{home}.{name}")(_door)
    library.on_call(
        "firebase/compat/app.auth", "firebase/compat/app.default.auth", "firebase/app.default.auth"
    )(_door)


class Auth(Model):
    """`getAuth(app)`; the older SDK's has methods for what the newer has functions for."""

    __slots__ = ()

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return Person(node) if name == "currentUser" else Derived(f".{name}", (self,), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("onAuthStateChanged", "onIdTokenChanged"):
            return told(run, args.get(0), node)
        if name in _ASKING:
            return asked(run, name, args, node)
        return None


class Person(Datum):
    """Who is signed in: `user.uid`, `await user.getIdTokenResult()`."""

    def __init__(self, node: form.Node) -> None:
        super().__init__("session", ("user",), node)

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name in ("getIdToken", "getIdTokenResult", "reload", "toJSON"):
            return Datum("session", ("user", name), node)
        return deleted(run, node) if name == "delete" else None


def told(run: Run, listener: Value | None, node: form.Node) -> Value:
    """A listener hears who is signed in, again whenever that changes: nobody, or somebody."""
    person = run.join([(Person(node), ()), (Constant(None), ())])
    with run.branch(), run.within(trigger="auth"):
        run.call_back([listener] if isinstance(listener, Closure) else [], node, person)
    return Derived("unsubscribe", (), node)


def asked(run: Run, name: str, args: Args, node: form.Node) -> Value:
    """A question to the service."""
    seen = ServiceSeen(
        "firebase auth", name, "firebase", run.module, node, run.context, arguments=list(args.positional)
    )
    emit_service(run, seen)
    return Derived(name, (), node)


def deleted(run: Run, node: form.Node) -> Value:
    """The account of who is signed in is gone."""
    asked(run, "deleteUser", Args(), node)
    return Derived("deleted", (), node)


def _verified(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Proven("session", ("token",), node)


def _door(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return Auth()


def _asked(name: str, run: Run, target: External, args: Args, node: form.Node) -> Value:
    return asked(run, name, args, node)


def _heard(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return told(run, args.get(1), node)


def _left(run: Run, target: External, args: Args, node: form.Node) -> Value:
    return deleted(run, node)


def _changed(name: str, run: Run, target: External, args: Args, node: form.Node) -> Value:
    """`admin.auth().deleteUser(uid)`, with the rights of the project itself."""
    seen = QuerySeen(_CHANGES[name], _ACCOUNTS, run.module, node, run.context, library="firebase")
    seen.rights, seen.one = "service", True
    if name != "createUser" and args.positional:
        seen.filters = [FilterSeen("id", "=", args.positional[0], _ACCOUNTS)]
    given = args.get(1) if name == "setCustomUserClaims" else None
    if isinstance(given, ObjectValue):
        seen.writes = [
            WriteSeen(key, value, False, given.maybe.get(key, ())) for key, value in given.fields.items()
        ]
    emit_query(run, seen)
    return Unknown()
