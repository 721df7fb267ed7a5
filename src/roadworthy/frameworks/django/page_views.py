"""What Django's own view classes do where an app's class leaves it to them: lists, details, forms."""

from __future__ import annotations

from roadworthy.frameworks.django.families import ACTIONS, REST, attribute, families, kwargs_of, request_in
from roadworthy.frameworks.django.forms import FormModel
from roadworthy.frameworks.django.formsets import form_of
from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.querysets import QuerySet
from roadworthy.frameworks.django.rows import ModelObject
from roadworthy.frameworks.exchange import exchange_of, flashed_with
from roadworthy.frameworks.known_text import constant_text
from roadworthy.frameworks.replies import Reply
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Closure,
    Constant,
    Datum,
    Instance,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form


class PageViews:
    """The methods that classes of pages inherit."""

    def __init__(self, orm: Orm) -> None:
        self.orm = orm

    def dispatch(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value | None:
        """The method of the request's own name."""
        name = exchange_of(run).method.lower()
        own = view.kind.find(name)
        known = Args([request_in(view)], dict(kwargs_of(view)))
        if isinstance(own, Closure):
            return run.call(own.bind(view), known, node)
        return run.call_member(view, name, known, node)

    def get(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value | None:
        """What a class without a `get` of its own answers."""
        family = families(view.kind)
        if family & REST:
            return self._action(run, view, family, node)
        if "RedirectView" in family:
            return Reply("redirect", 302, attribute(view, "url") or Constant(None))
        if "ListView" in family:
            rows = run.call_member(view, "get_queryset", Args(), view.kind.node)
            size = attribute(view, "paginate_by")
            view.attributes["object_list"] = self._page(run, rows, size, view.kind.node)
        elif family & {"DetailView", "UpdateView", "DeleteView"}:
            view.attributes["object"] = run.call_member(view, "get_object", Args(), view.kind.node)
        context = run.call_member(view, "get_context_data", Args([], dict(kwargs_of(view))), view.kind.node)
        return run.call_member(view, "render_to_response", Args([context]), view.kind.node)

    def _page(self, run: Run, rows: Value, size: Value | None, node: form.Node) -> Value:
        if isinstance(rows, Choice):
            return run.join([(self._page(run, v, size, node), c) for v, c in rows.alternatives])
        if not isinstance(rows, QuerySet) or size is None or is_nothing(size):
            return rows
        run.call_member(rows, "count", Args(), node)
        made = rows.copied(rows.node, rows.path)
        made.limit = size
        return made

    def _action(self, run: Run, view: Instance, family: set[str], node: form.Node) -> Value | None:
        """The action that a REST view's method stands for."""
        method = exchange_of(run).method
        for action, classes, wanted in ACTIONS:
            if method in wanted and family & classes:
                return run.call_member(view, action, Args([request_in(view)], dict(kwargs_of(view))), node)
        return None

    def post(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value | None:
        """A form that was sent."""
        family = families(view.kind)
        if family & REST:
            return self._action(run, view, family, node)
        if "DeleteView" in family:
            row = run.call_member(view, "get_object", Args(), view.kind.node)
            own = view.kind.find("delete")
            if not isinstance(own, Closure):
                run.call_member(row, "delete", Args(), view.kind.node)
            return Reply("redirect", 302, Constant(None))
        if "UpdateView" in family:
            view.attributes["object"] = run.call_member(view, "get_object", Args(), view.kind.node)
        made = run.call_member(view, "get_form", Args(), view.kind.node)
        valid = run.call_member(made, "is_valid", Args(), view.kind.node)
        holds, fails = run.condition(valid, True, node), run.condition(valid, False, node)
        with run.branch(holds):
            good = run.call_member(view, "form_valid", Args([made]), view.kind.node)
        with run.branch(fails):
            bad = run.call_member(view, "form_invalid", Args([made]), view.kind.node)
        return run.join([(good, (holds,)), (bad, (fails,))])

    def delete(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value | None:
        """A row less, or REST's `destroy`."""
        family = families(view.kind)
        if family & REST:
            return self._action(run, view, family, node)
        if "DeleteView" not in family:
            return None
        row = run.call_member(view, "get_object", Args(), view.kind.node)
        run.call_member(row, "delete", Args(), view.kind.node)
        return Reply("redirect", 302, Constant(None))

    def context(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """What the template gets to see."""
        fields = {key: value for key, value in args.keywords.items() if not key.startswith("**")}
        for name in ("object", "object_list", "form"):
            if name in view.attributes:
                fields[name] = view.attributes[name]
        named = constant_text(attribute(view, "context_object_name"))
        for name, ending in (("object", ""), ("object_list", "_list")):
            if name in fields:
                called = named or _own_name(fields[name], ending)
                fields |= {called: fields[name]} if called else {}
        if families(view.kind) & {"FormView", "CreateView", "UpdateView"} and "form" not in fields:
            fields["form"] = run.call_member(view, "get_form", Args(), view.kind.node)
        extra = attribute(view, "extra_context")
        fields |= extra.fields if isinstance(extra, ObjectValue) else {}
        return ObjectValue({**fields, "view": view}, node=view.kind.node, path=view.kind.module)

    def form_kwargs(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """What the form is made of."""
        fields: dict[str, Value] = {}
        if exchange_of(run).method in ("POST", "PUT", "PATCH"):
            fields = {"data": request_in(view).member(run, "POST", node), "files": Datum("files", (), node)}
        if "object" in view.attributes:
            fields["instance"] = view.attributes["object"]
        return ObjectValue(fields)

    def get_form(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value | None:
        """The view's form, of its own class or of its model."""
        kind = run.call_member(view, "get_form_class", Args(), node)
        given = run.call_member(view, "get_form_kwargs", Args(), node)
        keywords = dict(given.fields) if isinstance(given, ObjectValue) else {}
        if isinstance(kind, (ClassValue, Choice)):
            return run.call(kind, Args([], keywords), node)
        if isinstance(view.kind.find("get_form_class"), Closure):
            return None  # the view chooses its form, and which one was not read
        table = self.orm.of(attribute(view, "model"))
        if table is None or table.kind is None:
            return None
        made = form_of(table.kind, attribute(view, "fields"))
        model = FormModel(self.orm, made, view.kind.module, view.kind.node)
        model.begin(run, Args([], keywords))
        return model

    def form_valid(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """Saves a model form and leads on."""
        given = args.get(0, "form")
        if families(view.kind) & {"CreateView", "UpdateView"} and given is not None:
            view.attributes["object"] = run.call_member(given, "save", Args(), node)
        where = run.call_member(view, "get_success_url", Args(), node)
        return Reply("redirect", 302, where or Constant(None))

    def form_invalid(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """Shows the form again."""
        keywords = {"form": args.get(0, "form") or Constant(None)}
        context = run.call_member(view, "get_context_data", Args([], keywords), node)
        return run.call_member(view, "render_to_response", Args([context]), node)

    def render(self, run: Run, view: Instance, args: Args, node: form.Node) -> Value:
        """The view's template."""
        body = args.get(0, "context") or ObjectValue()
        name = constant_text(attribute(view, "template_name")) or self._default_template(view)
        return Reply("html", 200, flashed_with(run, body), name)

    def _default_template(self, view: Instance) -> str:
        table = self.orm.of(attribute(view, "model"))
        for name in ("queryset", "object_list", "object"):
            shown = attribute(view, name)
            for option in shown.values() if isinstance(shown, Choice) else [shown]:
                table = table or (option.table if isinstance(option, (QuerySet, ModelObject)) else None)
        form = view.kind.find("form_class")
        meta = form.find("Meta") if isinstance(form, ClassValue) else None
        table = table or (self.orm.of(meta.attributes.get("model")) if isinstance(meta, ClassValue) else None)
        if table is None or table.kind is None:
            return ""
        family = families(view.kind)
        endings = {"ListView": "_list", "DetailView": "_detail", "DeleteView": "_confirm_delete"}
        ending = next((end for name, end in endings.items() if name in family), "_form")
        return f"{table.label}/{table.kind.name.lower()}{ending}.html"


def _own_name(value: Value, ending: str) -> str:
    """What Django calls it in a template unless told otherwise: `product` and `product_list` of the model `Product`."""
    tables = [getattr(one, "table", None) for one in (*getattr(value, "values", lambda: [])(), value)]
    kind = next((one.kind for one in tables if one is not None and one.kind is not None), None)
    return f"{kind.name.lower()}{ending}" if kind is not None else ""
