"""Who may: permissions of REST views, mixins and decorators of Django's own."""

from __future__ import annotations

from roadworthy.frameworks.django.actions import Action
from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.request import request_of
from roadworthy.frameworks.django.values import constants
from roadworthy.frameworks.events import AnswerSeen
from roadworthy.frameworks.exchange import exchange_of
from roadworthy.frameworks.guarding import Decorator, Guarded, signed_in
from roadworthy.frameworks.unfollowed import Unfollowed, pass_unread
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
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
from roadworthy.interpret.operations import Logical
from roadworthy.interpret.values import Certain
from roadworthy.languages import form

_SAFE = ("GET", "HEAD", "OPTIONS")
_MIXINS = ("LoginRequiredMixin", "PermissionRequiredMixin", "UserPassesTestMixin", "AccessMixin", "StaffuserRequiredMixin",
           "SuperuserRequiredMixin", "StaffRequiredMixin")  # fmt: skip


def _person(node: form.Node) -> Value:
    return Datum("session", ("user",), node)


def _flag(name: str, node: form.Node) -> Value:
    return Datum("session", ("user", name), node)


def require(run: Run, value: Value, node: form.Node, status: int = 403) -> None:
    """From here on a value is true; everybody else is sent away."""
    if isinstance(value, Certain) and value.value:
        return
    with run.branch(run.condition(value, False, node)):
        run.emit(AnswerSeen(status, Constant("Forbidden"), run.module, node, run.context))
    run.learn(run.condition(value, True, node))


# --- REST framework ----------------------------------------------------------------------------------


def permissions_of(
    run: Run, orm: Orm, view: Instance | None, action: Action | None, own: Value | None
) -> list[Value]:
    """The permissions that a view asks for: the action's, the class's, or the project's."""
    given = action.options.keywords.get("permission_classes") if action is not None else None
    given = given or own
    if given is None and view is not None:
        method = view.kind.find("get_permissions")
        if isinstance(method, Closure):
            return _listed(run.call(method.bind(view), Args(), method.function))
        given = view.attributes.get("permission_classes") or view.kind.find("permission_classes")
    if given is None:
        named = constants(orm.settings.rest("DEFAULT_PERMISSION_CLASSES"))
        return [_by_name(run, orm, name) for name in named]
    return _listed(given)


def _by_name(run: Run, orm: Orm, name: str) -> Value:
    module, _, last = name.rpartition(".")
    path = run.program.resolve(module, orm.settings.path) if orm.settings.path else None
    found = run.program.offered(path, last) if path is not None else None
    return found or External(name)


def _listed(value: Value | None) -> list[Value]:
    if isinstance(value, Choice):
        # Different actions, different permissions: all that every way has, and one of the others.
        ways = [_listed(option) for option in value.values()]
        return [AnyOf([AllOf(way) for way in ways])] if ways else []
    if isinstance(value, ListValue):
        return [*value.items, *([value.rest] if value.rest is not None else [])]
    made = getattr(value, "made", None)
    if isinstance(made, ListValue):
        return _listed(made)
    return [value] if value is not None else []


class AllOf(Model):
    """Permissions that must all hold."""

    __slots__ = ("parts",)

    def __init__(self, parts: list[Value]) -> None:
        self.parts = parts


class AnyOf(Model):
    """Permissions of which one holds."""

    __slots__ = ("parts",)

    def __init__(self, parts: list[Value]) -> None:
        self.parts = parts


def check_permissions(run: Run, view: Value, permissions: list[Value], node: form.Node) -> None:
    """What REST framework asks before the handler."""
    for permission in permissions:
        value = permission_value(run, permission, view, node)
        if value is not None:
            require(run, value, node)


def permission_value(run: Run, permission: Value, view: Value, node: form.Node) -> Value | None:
    """What is true when a permission holds; None where nothing is asked."""
    if isinstance(permission, (AllOf, AnyOf)):
        parts = [permission_value(run, part, view, node) for part in permission.parts]
        if isinstance(permission, AnyOf) and any(part is None for part in parts):
            return None
        known = [part for part in parts if part is not None]
        return _combined("and" if isinstance(permission, AllOf) else "or", known)
    if (
        isinstance(permission, Derived)
        and permission.operation in ("&", "|")
        and len(permission.operands) == 2
    ):
        parts = [permission_value(run, part, view, node) for part in permission.operands]
        if permission.operation == "|" and any(part is None for part in parts):
            return None
        return _combined("and" if permission.operation == "&" else "or", [p for p in parts if p is not None])
    if isinstance(permission, External):
        return _known(run, permission.path.removesuffix("()").rsplit(".", 1)[-1], node)
    kind = permission.kind if isinstance(permission, Instance) else permission
    if not isinstance(kind, ClassValue):
        return Derived("permission", (_person(node),), node)
    instance = permission if isinstance(permission, Instance) else run.construct(kind, Args(), node)
    own = kind.find("has_permission")
    held = view.attributes if isinstance(view, Instance) else getattr(view, "fields", {})
    request = held.get("request")
    if isinstance(own, Closure):
        return run.call(own.bind(instance), Args([request or Constant(None), view]), node)
    inherited = next((b for b in kind.ancestors() if isinstance(b, External)), None)
    return _known(run, inherited.path.rsplit(".", 1)[-1], node) if inherited is not None else None


def _combined(operator: str, parts: list[Value]) -> Value | None:
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Logical(operator, tuple(parts))


def _known(run: Run, name: str, node: form.Node) -> Value | None:
    if name in ("AllowAny", "BasePermission", "SAFE_METHODS"):
        return None
    if name == "IsAdminUser":
        return Logical("and", (_person(node), _flag("is_staff", node)), node)
    if name == "IsAuthenticatedOrReadOnly":
        return None if exchange_of(run).method in _SAFE else _person(node)
    if name.startswith("DjangoModelPermissions") or name.startswith("DjangoObjectPermissions"):
        anonymous = "OrAnonReadOnly" in name and exchange_of(run).method in _SAFE
        held = Derived("in", (Constant("permission"), _flag("permissions", node)), node)
        return None if anonymous else Logical("and", (_person(node), held), node)
    if name.startswith("IsAuthenticated"):
        return _person(node)
    # Another library's: whom it lets in is not known, beyond that it asks.
    return Logical("and", (_person(node), Unfollowed(name)), node)


def object_permission(run: Run, view: Instance, request: Value | None, row: Value, node: form.Node) -> None:
    """`has_object_permission` of every permission of a view."""
    permissions = run.kept.get("django permissions", [])
    for permission in permissions:
        for one in permission.parts if isinstance(permission, (AllOf,)) else [permission]:
            value = _object_value(run, one, view, request, row, node)
            if value is not None:
                require(run, value, node)


def _object_value(
    run: Run, permission: Value, view: Instance, request: Value | None, row: Value, node: form.Node
) -> Value | None:
    if isinstance(permission, Derived) and permission.operation in ("&", "|"):
        parts = [_object_value(run, part, view, request, row, node) for part in permission.operands]
        if permission.operation == "|" and any(part is None for part in parts):
            return None
        return _combined("and" if permission.operation == "&" else "or", [p for p in parts if p is not None])
    kind = permission.kind if isinstance(permission, Instance) else permission
    own = kind.find("has_object_permission") if isinstance(kind, ClassValue) else None
    if not isinstance(own, Closure) or not isinstance(kind, ClassValue):
        return None
    instance = permission if isinstance(permission, Instance) else run.construct(kind, Args(), node)
    return run.call(own.bind(instance), Args([request or Constant(None), view, row]), node)


# --- Django's own ------------------------------------------------------------------------------------


def check_mixins(run: Run, view: Instance, node: form.Node) -> None:
    """What `LoginRequiredMixin` and its kin ask before a view is entered."""
    bases = [base for base in view.kind.ancestors() if isinstance(base, External)]
    names = {base.path.rsplit(".", 1)[-1] for base in bases}
    for base in bases:
        if base.path.rsplit(".", 1)[-1] not in _MIXINS and not base.path.startswith("django."):
            pass_unread(run, base, node)
    if not names & set(_MIXINS):
        return
    if "LoginRequiredMixin" in names or "AccessMixin" in names:
        signed_in(run, node)
    if "PermissionRequiredMixin" in names:
        signed_in(run, node)
        require(run, Derived("in", (Constant("permission"), _flag("permissions", node)), node), node)
    if "UserPassesTestMixin" in names:
        own = view.kind.find("test_func")
        if isinstance(own, Closure):
            require(run, run.call(own.bind(view), Args(), node), node)
    if names & {"StaffuserRequiredMixin", "StaffRequiredMixin"}:
        require(run, _flag("is_staff", node), node)
    if "SuperuserRequiredMixin" in names:
        require(run, _flag("is_superuser", node), node)


def register_access(library: Library, orm: Orm) -> None:
    """Tells what the decorators mean that let a view run only for some people."""

    def login(run: Run, target: External, args: Args, node: form.Node) -> Value:
        first = args.get(0)
        if isinstance(first, (Closure, Model)) and not isinstance(first, ListValue):
            return Guarded(first, signed_in, "django")
        return Decorator(signed_in, "django")

    library.on_call("django.contrib.auth.decorators.login_required")(login)
    library.on_value("rest_framework.permissions.SAFE_METHODS")(ListValue([Constant(m) for m in _SAFE]))

    def staff(run: Run, target: External, args: Args, node: form.Node) -> Value:
        def guard(run: Run, node: form.Node) -> None:
            signed_in(run, node)
            require(run, _flag("is_staff", node), node)

        first = args.get(0)
        return (
            Guarded(first, guard, "django")
            if isinstance(first, (Closure, Model))
            else Decorator(guard, "django")
        )

    library.on_call("django.contrib.admin.views.decorators.staff_member_required")(staff)

    def permission(run: Run, target: External, args: Args, node: form.Node) -> Value:
        wanted = args.get(0, "perm") or Constant("permission")

        def guard(run: Run, node: form.Node) -> None:
            signed_in(run, node)
            require(run, Derived("in", (wanted, _flag("permissions", node)), node), node)

        return Decorator(guard, "django")

    library.on_call("django.contrib.auth.decorators.permission_required")(permission)
    # django-guardian's ask for the permission on the row that the address names (its documentation, "Check object permissions").
    library.on_call(
        "guardian.decorators.permission_required",
        "guardian.decorators.permission_required_or_403",
        "guardian.decorators.permission_required_or_404",
    )(permission)

    def passes(run: Run, target: External, args: Args, node: form.Node) -> Value:
        test = args.get(0, "test_func") or Constant(None)

        def guard(run: Run, node: form.Node) -> None:
            require(run, run.call(test, Args([request_of(run, orm).user()]), node), node, 302)

        return Decorator(guard, "django")

    library.on_call("django.contrib.auth.decorators.user_passes_test")(passes)


def throttles_of(view: ClassValue) -> list[str]:
    """The names of the throttles of a REST view."""
    given = view.find("throttle_classes")
    items = given.items if isinstance(given, ListValue) else []
    return [i.path.rsplit(".", 1)[-1] if isinstance(i, External) else getattr(i, "name", "") for i in items]
