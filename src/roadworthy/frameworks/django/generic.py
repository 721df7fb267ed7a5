"""What Django's and REST framework's own view classes do where an app's class leaves it to them."""

from __future__ import annotations

from collections.abc import Callable

from roadworthy.frameworks.django.access import object_permission
from roadworthy.frameworks.django.families import REST, attribute, families, kwargs_of, request_in
from roadworthy.frameworks.django.managers import manager_kind
from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.page_sizes import page_size
from roadworthy.frameworks.django.page_views import PageViews
from roadworthy.frameworks.django.querysets import Manager, QuerySet, or_404
from roadworthy.frameworks.django.tables import DjangoTable
from roadworthy.frameworks.django.values import constants
from roadworthy.frameworks.events import FilterSeen
from roadworthy.frameworks.exchange import exchange_of, part
from roadworthy.frameworks.known_text import constant_text
from roadworthy.frameworks.replies import Reply
from roadworthy.frameworks.zod import Parsed, Schema
from roadworthy.interpret import (
    Args,
    Choice,
    Constant,
    Derived,
    Instance,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.inheritance import bound
from roadworthy.interpret.values import Certain, is_nothing
from roadworthy.languages import form

Method = Callable[[Run, Instance, Args, form.Node], Value | None]


class Views(PageViews):
    """The methods that view classes inherit."""

    def __init__(self, orm: Orm) -> None:
        super().__init__(orm)
        self.methods: dict[str, Method] = {
            "get_queryset": self.get_queryset,
            "get_object": self.get_object,
            "filter_queryset": self.filter_queryset,
            "paginate_queryset": self.paginate_queryset,
            "get_paginated_response": self.paginated_response,
            "get_serializer": self.get_serializer,
            "get_serializer_class": lambda run, view, args, node: attribute(view, "serializer_class"),
            "get_serializer_context": self.serializer_context,
            "perform_create": lambda run, view, args, node: self._save(run, args, node),
            "perform_update": lambda run, view, args, node: self._save(run, args, node),
            "perform_destroy": self.perform_destroy,
            "list": self.list,
            "retrieve": self.retrieve,
            "create": self.create,
            "update": self.update,
            "partial_update": self.partial_update,
            "destroy": self.destroy,
            "check_object_permissions": self.check_object,
            "get_context_data": self.context,
            "get_form": self.get_form,
            "get_form_class": lambda run, view, args, node: attribute(view, "form_class"),
            "get_form_kwargs": self.form_kwargs,
            "form_valid": self.form_valid,
            "form_invalid": self.form_invalid,
            "get_success_url": lambda run, view, args, node: attribute(view, "success_url"),
            "render_to_response": self.render,
            "dispatch": self.dispatch,
            "get": self.get,
            "post": self.post,
            "put": self.post,
            "patch": self.post,
            "delete": self.delete,
            "initial": lambda run, view, args, node: Constant(None),
            "setup": lambda run, view, args, node: Constant(None),
            "handle_no_permission": lambda run, view, args, node: Reply("redirect", 302, Constant("login")),
            "get_paginate_by": lambda run, view, args, node: attribute(view, "paginate_by"),
            "get_template_names": lambda run, view, args, node: attribute(view, "template_name"),
        }

    def inherited(self, run: Run, this: Value, name: str, args: Args, node: form.Node) -> Value | None:
        """A method that a view's class does not have itself."""
        method = self.methods.get(name)
        return method(run, this, args, node) if method is not None and isinstance(this, Instance) else None

    # --- rows ----------------------------------------------------------------------------------------

    def get_queryset(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value | None:
        """The class's `queryset`, afresh, or all of its `model`."""
        given = attribute(view, "queryset")
        if isinstance(given, Manager):
            return given.start(run, node)
        if isinstance(given, QuerySet):
            made = given.copied(given.node, given.path)
            made.root = made
            return made
        table = self.orm.of(attribute(view, "model"))
        return all_of(run, self.orm, table, view.kind.node, view.kind.module) if table is not None else None

    def get_object(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value | None:
        """One row of the queryset, by what stands in the path; object permissions are asked."""
        rows = args.get(0, "queryset") or run.call_member(view, "get_queryset", Args(), node)
        name = constant_text(attribute(view, "lookup_field")) or "pk"
        argument = (
            constant_text(attribute(view, "lookup_url_kwarg"))
            or constant_text(attribute(view, "pk_url_kwarg"))
            or name
        )
        known = kwargs_of(view)
        if not known and not families(view.kind) & REST:
            # Django finds an object by what stands in the path and by nothing else.
            return Derived("no object", (), node)
        if argument not in known and len(known):
            argument = "pk" if "pk" in known else "slug" if "slug" in known else argument
            name = "slug" if argument == "slug" else name
        key = known.get(argument) or part(run, "params", (argument,), node)
        found = []
        for option, conditions in rows.alternatives if isinstance(rows, Choice) else ((rows, ()),):
            # In `none()` nothing is found: the request ends there.
            if isinstance(option, QuerySet) and not option.nothing:
                with run.holding(conditions):
                    row = option.one(run, Args([], {name: key}), node, sure=True)
                found.append((row, conditions))
        if not found:
            return None
        row = or_404(run, run.join(found), node)
        self.check_object(run, view, Args([request_in(view), row]), node)
        return row

    def check_object(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """`check_object_permissions(request, obj)`."""
        object_permission(run, view, args.get(0, "request"), args.get(1, "obj") or Constant(None), node)
        return Constant(None)

    def filter_queryset(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value | None:
        """What the filter backends add when the client asks for it."""
        rows = args.get(0, "queryset")
        options = rows.alternatives if isinstance(rows, Choice) else ((rows, ()),)
        return (
            run.join([(self._filtered(run, view, v, node), c) for v, c in options])
            if rows is not None
            else None
        )

    def _filtered(self, run: Run, view: Instance, rows: Value | None, node: form.Node) -> Value:
        if not isinstance(rows, QuerySet):
            return rows or Constant(None)
        made = rows.copied(rows.node, rows.path)
        names = constants(attribute(view, "filterset_fields")) + constants(attribute(view, "filter_fields"))
        for name in names:
            column = made.table.column(name.split("__")[0])
            # django-filter makes a form of them, and answers 400 to what their fields refuse (its guide, "Integration with DRF").
            value = Parsed(Schema(("str",)), (name,), part(run, "query", (name,), node))
            made.filters.append(FilterSeen(column, "=", value, made.table.name, True))
        for name in constants(attribute(view, "search_fields")):
            from roadworthy.frameworks.django.conditions import follow

            table, column, _ = follow(made.table, name.lstrip("^=@$").split("__"), made.joins)
            word = part(run, "query", ("search",), node)
            exact = name.startswith(("^", "="))
            wanted: Value = word if exact else Derived("template", (Constant("%"), word))
            made.filters.append(FilterSeen(column, "ilike", wanted, table.name, True))
        return made

    def paginate_queryset(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """A page of the rows, and how many there are in all; nothing where the view has no pagination."""
        size = self.page_size(run, view)
        rows = args.get(0, "queryset")
        options = rows.alternatives if isinstance(rows, Choice) else ((rows, ()),)
        if size is None or not any(isinstance(option, QuerySet) for option, _ in options):
            return Constant(None)
        return run.join(
            [(self._of_size(run, option, size, node), conditions) for option, conditions in options]
        )

    def _of_size(self, run: Run, rows: Value | None, size: Value, node: form.Node) -> Value:
        if not isinstance(rows, QuerySet):
            return rows or Constant(None)
        run.call_member(rows, "count", Args(), node)
        made = rows.copied(rows.node, rows.path)
        made.limit = size
        return made

    def page_size(self, run: Run, view: Instance) -> Value | None:
        """The size of a page in rows, None for all rows at once."""
        return page_size(run, self.orm.settings, view.kind.find("pagination_class"), view.kind.node)

    def paginated_response(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """The page inside an envelope."""
        data = args.get(0, "data") or Constant(None)
        return Reply("json", 200, ObjectValue({"count": Derived("count", ()), "results": data}, node=node))

    # --- REST framework's actions ----------------------------------------------------------------------

    def serializer_context(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """What serializers get to see of the request."""
        return ObjectValue({"request": request_in(view), "view": view}, node=node)

    def get_serializer(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value | None:
        """A serializer of the view's class."""
        kind = run.call_member(view, "get_serializer_class", Args(), node)
        keywords = dict(args.keywords)
        keywords.setdefault("context", ObjectValue({"request": request_in(view), "view": view}))
        options = kind.alternatives if isinstance(kind, Choice) else ((kind, ()),)
        made = [
            (run.call(k, Args(list(args.positional), dict(keywords)), node), c)
            for k, c in options
            if k is not None and not is_nothing(k)
        ]
        return run.join(made) if made else None

    def _save(self, run: Run, args: Args, node: form.Node) -> Value:
        serializer = args.get(0, "serializer")
        return run.call_member(serializer, "save", Args(), node) if serializer is not None else Constant(None)

    def perform_destroy(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """`instance.delete()`."""
        row = args.get(0, "instance") or Constant(None)
        return run.call_member(row, "delete", Args(), node)

    def list(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """Every row of the queryset, a page at a time where there is pagination."""
        node = view.kind.node
        given = run.call_member(view, "get_queryset", Args(), node)
        rows = run.call_member(view, "filter_queryset", Args([given]), node)
        page = run.call_member(view, "paginate_queryset", Args([rows]), node)
        shown = rows if is_nothing(page) else page
        made = run.call_member(view, "get_serializer", Args([shown], {"many": Constant(True)}), node)
        data = made.member(run, "data", node)
        if is_nothing(page):
            return Reply("json", 200, data)
        return run.call_member(view, "get_paginated_response", Args([data]), node)

    def retrieve(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """One row."""
        node = view.kind.node
        row = run.call_member(view, "get_object", Args(), node)
        made = run.call_member(view, "get_serializer", Args([row]), node)
        return Reply("json", 200, made.member(run, "data", node))

    def create(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """A new row of what was sent."""
        node = view.kind.node
        data = request_in(view).member(run, "data", node)
        made = run.call_member(view, "get_serializer", Args([], {"data": data}), node)
        run.call_member(made, "is_valid", Args([], {"raise_exception": Constant(True)}), node)
        run.call_member(view, "perform_create", Args([made]), node)
        return Reply("json", 201, made.member(run, "data", node))

    def update(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """Changes to a row of what was sent."""
        node = view.kind.node
        partial = Constant(exchange_of(run).method == "PATCH")
        row = run.call_member(view, "get_object", Args(), node)
        data = request_in(view).member(run, "data", node)
        given = Args([row], {"data": data, "partial": partial})
        made = run.call_member(view, "get_serializer", given, node)
        run.call_member(made, "is_valid", Args([], {"raise_exception": Constant(True)}), node)
        run.call_member(view, "perform_update", Args([made]), node)
        return Reply("json", 200, made.member(run, "data", node))

    def partial_update(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value | None:
        """The same, by the class's own `update` where it has one (rest_framework/mixins.py)."""
        own = bound(view.kind.find("update"), view)
        if own is None:
            return self.update(run, view, args, node)
        given = {**kwargs_of(view), "partial": Certain(True, node)}
        return run.call(own, Args([request_in(view)], given), node)

    def destroy(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """A row less."""
        node = view.kind.node
        row = run.call_member(view, "get_object", Args(), node)
        run.call_member(view, "perform_destroy", Args([row]), node)
        return Reply("json", 204, Constant(None))


def all_of(run: Run, orm: Orm, table: DjangoTable, node: form.Node, path: str) -> QuerySet:
    """All rows that a model's own manager gives, with the methods that this has."""
    own = manager_kind(table)
    given = (
        run.call_member(Manager(orm, table, own, node, path), "all", Args(), node)
        if own is not None
        else None
    )
    if not isinstance(given, QuerySet):
        return QuerySet(orm, table, None, node, path)
    made = given.copied(node, path)
    made.root = made
    return made
