"""Tells what Django's and REST framework's functions mean."""

from __future__ import annotations

from functools import partial

from roadworthy.app import Component, Page
from roadworthy.frameworks.django.access import register_access
from roadworthy.frameworks.django.answers import register_answers
from roadworthy.frameworks.django.conditions import Aggregate, F, Q
from roadworthy.frameworks.django.decorators import register_decorators
from roadworthy.frameworks.django.forms import FORM_BASES, FormClass, inherited_form
from roadworthy.frameworks.django.formsets import register_formsets
from roadworthy.frameworks.django.generic import Views
from roadworthy.frameworks.django.managers import ManagerMade, is_queryset
from roadworthy.frameworks.django.methods import AsView
from roadworthy.frameworks.django.ninja import register_ninja
from roadworthy.frameworks.django.ninja_controllers import register_controllers
from roadworthy.frameworks.django.orm import MODEL_BASES, USER_BASES, ContribUser, Orm, has_model_fields
from roadworthy.frameworks.django.pages import components_of, pages_of
from roadworthy.frameworks.django.querysets import Manager, QuerySet, or_404
from roadworthy.frameworks.django.request import resolved
from roadworthy.frameworks.django.rows import ModelObject, new_object
from roadworthy.frameworks.django.serializers import SERIALIZER_BASES, SerializerClass, inherited_serializer
from roadworthy.frameworks.django.settings import Settings
from roadworthy.frameworks.django.signals import register_signals
from roadworthy.frameworks.django.transactions import Atomic
from roadworthy.frameworks.django.urls import register_urls
from roadworthy.frameworks.django.views import Project
from roadworthy.frameworks.found import Found
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Constant,
    External,
    Instance,
    Library,
    ListValue,
    Model,
    Program,
    Run,
    Value,
)
from roadworthy.languages import form

_MANAGERS = ("django.db.models.Manager", "django.db.models.manager.Manager", "django.contrib.auth.models.UserManager",
             "django.contrib.auth.models.BaseUserManager", "django.contrib.auth.base_user.BaseUserManager",
             "django.contrib.gis.db.models.Manager", "django.db.models.QuerySet", "django.db.models.query.QuerySet")  # fmt: skip
_CHOICES = ("django.db.models.TextChoices", "django.db.models.IntegerChoices", "django.db.models.Choices")
_VIEWS = ("View", "TemplateView", "RedirectView", "ListView", "DetailView", "FormView", "CreateView", "UpdateView",
          "DeleteView")  # fmt: skip
_VIEW_PACKAGES = ("django.views", "django.views.generic", "django.views.generic.base", "django.views.generic.edit",
                  "django.views.generic.list", "django.views.generic.detail")  # fmt: skip
_REST_VIEWS = (
    *(f"rest_framework.views.{name}" for name in ("APIView",)),
    *(
        f"rest_framework.generics.{name}"
        for name in ("GenericAPIView", "ListAPIView", "CreateAPIView", "RetrieveAPIView", "UpdateAPIView",
                     "DestroyAPIView", "ListCreateAPIView", "RetrieveUpdateAPIView", "RetrieveDestroyAPIView",
                     "RetrieveUpdateDestroyAPIView")
    ),
    *(
        f"rest_framework.viewsets.{name}"
        for name in ("ViewSet", "GenericViewSet", "ModelViewSet", "ReadOnlyModelViewSet")
    ),
    *(
        f"rest_framework.mixins.{name}ModelMixin"
        for name in ("List", "Create", "Retrieve", "Update", "Destroy")
    ),
)  # fmt: skip


def register(library: Library, found: Found) -> None:
    """Tells what Django's functions mean."""
    settings = Settings()
    orm = Orm(found, settings)
    project = Project(orm)
    found.declarations.append(settings.load)
    found.sources.append(project)
    found.templates.append(lambda program: _shown(found, project, program))
    models = ModelClass(orm)
    library.on_class(*MODEL_BASES, *USER_BASES)(models)
    # `class User(BaseUser)`, where a package made BaseUser of Django's own.
    library.on_class_like(has_model_fields)(models)
    library.on_inherited(*MODEL_BASES, *USER_BASES)(_inherited_model)
    library.on_class_member(lambda kind, name: _class_member(orm, kind, name))
    library.on_class(*_MANAGERS)(ManagerClass(orm))
    library.on_inherited(*_MANAGERS)(_inherited_manager)
    library.on_call(*(f"{path}.from_queryset" for path in _MANAGERS))(_of_queryset)
    library.on_class(*_CHOICES)(_choices)
    library.on_class(*FORM_BASES)(FormClass(orm))
    library.on_inherited(*FORM_BASES)(inherited_form)
    library.on_class(*SERIALIZER_BASES)(SerializerClass(orm))
    library.on_inherited(*SERIALIZER_BASES)(inherited_serializer)
    views = Views(orm)
    library.on_inherited(*(f"{package}.{name}" for package in _VIEW_PACKAGES for name in _VIEWS))(
        views.inherited
    )
    library.on_inherited(*_REST_VIEWS)(views.inherited)
    library.on_value("django.contrib.auth.models.User")(ContribUser(orm))
    library.on_member("django.conf.settings")(lambda run, target, name, node: settings.member(run, name))
    library.on_call("getattr")(settings.asked)
    library.on_call("django.urls.resolve", "django.urls.base.resolve")(resolved)
    library.on_call("django.urls.reverse", "django.urls.base.reverse")(project.reversed)
    register_formsets(library, orm)
    register_ninja(library)
    register_controllers(library)
    register_urls(library, settings)
    register_access(library, orm)
    register_answers(library)
    register_signals(library, orm)
    _register_queries(library, orm)
    register_decorators(library)
    _register_people(library, orm)


def _known(page: Page, _: Program) -> Page | None:
    """A page that needs no program to be made."""
    return page


def _shown(found: Found, project: Project, program: Program) -> list[Component]:
    found.pages += [partial(_known, page) for page in pages_of(project, program)]
    return components_of(project, program)


# --- models ------------------------------------------------------------------------------------------


class ModelClass:
    """What a class that inherits from `models.Model` means."""

    def __init__(self, orm: Orm) -> None:
        self.orm = orm

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Reads its table."""
        if id(kind) not in self.orm.by_class and id(kind) not in self.orm.abstract:
            self.orm.declare(run, kind)

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """A new object."""
        table = self.orm.of(kind)
        return new_object(run, self.orm, table, args, node) if table is not None else Instance(kind, node)


def _inherited_model(run: Run, this: Value, name: str, args: Args, node: form.Node) -> Value | None:
    """`super().save(...)`."""
    return this.own_method(run, name, args, node) if isinstance(this, ModelObject) else None


class ManagerClass:
    """What a class that inherits from a manager or a queryset means."""

    def __init__(self, orm: Orm) -> None:
        self.orm = orm

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Nothing to do when the class is defined."""

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """`objects = UserManager()`, and in a manager's method `NoteQuerySet(self.model, using=self._db)`."""
        table = self.orm.of(args.get(0, "model")) if is_queryset(kind) else None
        if table is not None:
            return QuerySet(self.orm, table, kind, node, run.module)
        return ManagerMade(kind)


def _inherited_manager(run: Run, this: Value, name: str, args: Args, node: form.Node) -> Value | None:
    """`super().get_queryset()`."""
    if isinstance(this, Manager) and name == "get_queryset":
        made = this.start(run, node)
        made.kind = None
        return made
    return this.own_method(run, name, args, node) if isinstance(this, QuerySet) else None


def _of_queryset(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`models.Manager.from_queryset(NoteQuerySet)`: a manager's class with the methods of the queryset's."""
    return args.get(0, "queryset_class")


def _class_member(orm: Orm, kind: ClassValue, name: str):  # type: ignore[no-untyped-def]
    if name == "as_view" and _is_view(kind):
        return lambda run, owner, member, node: MakeView(owner)
    if name == "as_manager":
        return lambda run, owner, member, node: MakeManager(owner)
    if name == "from_queryset" and _is_manager(kind):
        return lambda run, owner, member, node: WithQueryset(owner)
    if name in ("choices", "values", "labels", "names") and _is_choices(kind):
        return lambda run, owner, member, node: _stored(owner) if member != "choices" else owner
    table = orm.of(kind)
    if table is None:
        return None
    if name in ("DoesNotExist", "MultipleObjectsReturned"):
        return lambda run, owner, member, node: External(f"django.core.exceptions.{member}", None, node)
    given = kind.find(name)
    manager = name in ("objects", "_default_manager", "_base_manager") or isinstance(
        given, (ManagerMade, MakeManager)
    )
    if not manager:
        return None
    own = given.kind if isinstance(given, ManagerMade) else None
    return lambda run, owner, member, node: Manager(orm, table, own, node, run.module)


def _is_manager(kind: ClassValue) -> bool:
    return any(isinstance(base, External) and base.path in _MANAGERS for base in kind.ancestors())


def _is_view(kind: ClassValue) -> bool:
    paths = [base.path for base in kind.ancestors() if isinstance(base, External)]
    ours = ("django.views", "rest_framework", "django.contrib")
    others = ("flask", "quart", "starlette", "fastapi", "aiohttp", "sanic")
    return any(
        path.startswith(ours) or (path.endswith(("View", "ViewSet")) and not path.startswith(others))
        for path in paths
    )


def _is_choices(kind: ClassValue) -> bool:
    return any(isinstance(base, External) and base.path in _CHOICES for base in kind.ancestors())


def _choices(run: Run, kind: ClassValue) -> None:
    """`DRAFT = "draft", "Draft"` stands for "draft"."""
    for name, value in list(kind.attributes.items()):
        if isinstance(value, ListValue) and value.items and not name.startswith("_"):
            kind.attributes[name] = value.items[0]


def _stored(kind: ClassValue) -> Value:
    return ListValue(
        [v for n, v in kind.attributes.items() if isinstance(v, Constant) and not n.startswith("_")]
    )


class MakeView(Model):
    """`MyView.as_view`."""

    __slots__ = ("kind",)

    def __init__(self, kind: ClassValue) -> None:
        self.kind = kind

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return AsView(self.kind, args)


class WithQueryset(Model):
    """`PublishedManager.from_queryset`: called, a manager's class that has the methods of a queryset's as well."""

    __slots__ = ("kind",)

    def __init__(self, kind: ClassValue) -> None:
        self.kind = kind

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        given = args.get(0, "queryset_class")
        if not isinstance(given, ClassValue):
            return self.kind
        return ClassValue(self.kind.node, [self.kind, given], self.kind.scope, self.kind.module)


class MakeManager(Model):
    """`MyQuerySet.as_manager`."""

    __slots__ = ("kind",)

    def __init__(self, kind: ClassValue) -> None:
        self.kind = kind

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return ManagerMade(self.kind)


# --- queries -----------------------------------------------------------------------------------------


def _register_queries(library: Library, orm: Orm) -> None:
    library.on_call("django.db.models.Q", "django.db.models.query_utils.Q")(
        lambda run, target, args, node: Q(args)
    )
    library.on_call("django.db.models.F")(lambda run, target, args, node: F(constant_text(args.get(0))))
    names = ("Count", "Sum", "Avg", "Min", "Max", "Case", "When", "Value", "Subquery", "Exists", "OuterRef",
             "ExpressionWrapper", "StdDev", "Func")  # fmt: skip
    library.on_call(*(f"django.db.models.{name}" for name in names), "django.db.models.functions.*")(
        _aggregate
    )
    atomic = ("django.db.transaction.atomic", "django.db.transaction.Atomic")
    library.on_call(*atomic)(lambda run, target, args, node: Atomic.made(args, run, node))
    library.on_value("django.db.transaction.atomic")(Atomic("atomic"))

    def later(run: Run, target: External, args: Args, node: form.Node) -> Value:
        with run.branch():
            run.call_back(args.positional[:1], node)
        return Constant(None)

    library.on_call("django.db.transaction.on_commit")(later)

    def get(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        rows = _rows(run, orm, args.get(0, "klass"), node)
        if rows is None:
            return None
        row = rows.one(run, Args(args.positional[1:], args.keywords), node, sure=True)
        return or_404(run, row, node)

    library.on_call("django.shortcuts.get_object_or_404", "rest_framework.generics.get_object_or_404")(get)

    def rows_or_404(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        rows = _rows(run, orm, args.get(0, "klass"), node)
        return (
            or_404(run, rows.narrowed(run, Args(args.positional[1:], args.keywords), node), node)
            if rows
            else None
        )

    library.on_call("django.shortcuts.get_list_or_404")(rows_or_404)

    def paginator(run: Run, target: External, args: Args, node: form.Node) -> Value:
        return Paginator(args.get(0, "object_list") or Constant(None), args.get(1, "per_page"))

    library.on_call("django.core.paginator.Paginator")(paginator)


def _rows(run: Run, orm: Orm, value: Value | None, node: form.Node) -> QuerySet | None:
    if isinstance(value, Choice):
        # `q = q.select_related(...)` under a condition: the same rows, loaded one way or another.
        return next((held for held in value.values() if isinstance(held, QuerySet)), None)
    if isinstance(value, QuerySet):
        return value
    table = orm.of(value)
    return Manager(orm, table, None, node, run.module).start(run, node) if table is not None else None


def _aggregate(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    if "()" in target.path:
        return None
    named = [
        F(constant_text(v)) if isinstance(v, Constant) and isinstance(v.value, str) else v
        for v in args.positional
    ]
    return Aggregate(target.path.rsplit(".", 1)[-1], Args(named, args.keywords))


class Paginator(Model):
    """`Paginator(rows, 20)`: its pages are parts of the rows."""

    __slots__ = ("rows", "size")

    def __init__(self, rows: Value, size: Value | None) -> None:
        self.rows, self.size = rows, size

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name not in ("get_page", "page"):
            return None
        if isinstance(self.rows, Choice):
            # `posts = Post.public() if not user else Post.of(user)`: a page of the one or of the other.
            return run.join([(self._page(run, rows, node), ()) for rows in self.rows.values()])
        return self._page(run, self.rows, node)

    def _page(self, run: Run, rows: Value, node: form.Node) -> Value:
        if not isinstance(rows, QuerySet):
            return rows
        run.call_member(rows, "count", Args(), node)
        made = rows.copied(rows.node, rows.path)
        made.limit = self.size
        return made

    def inputs(self) -> tuple[Value, ...]:
        return (self.rows,)


# --- people --------------------------------------------------------------------------------


def _register_people(library: Library, orm: Orm) -> None:
    library.on_call("django.contrib.auth.get_user_model")(lambda run, target, args, node: orm.user_model(run))

    def authenticate(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        table = orm.user_table()
        names = {key: v for key, v in args.keywords.items() if key not in ("request", "password")}
        key = next(iter(names.values()), args.get(1)) or Constant(None)
        manager = Manager(orm, table, None, node, run.module)
        column = "email" if table.named("username") is None else "username"
        row = manager.start(run, node).one(run, Args([], {column: key}), node, sure=True)
        return run.join([(row, ()), (Constant(None), ())])

    library.on_call("django.contrib.auth.authenticate")(authenticate)
