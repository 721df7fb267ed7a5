"""Formsets: a form for each of several rows, the rows of one parent or all that a queryset gives."""

from __future__ import annotations

from roadworthy.app.origin import Origin
from roadworthy.frameworks.django.forms import FormModel
from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.querysets import QuerySet
from roadworthy.frameworks.django.rows import ModelObject
from roadworthy.interpret import (
    Args,
    ClassValue,
    Constant,
    Derived,
    External,
    Library,
    ListValue,
    Model,
    Run,
    Value,
)
from roadworthy.languages import form

_FACTORIES = ("modelformset_factory", "inlineformset_factory", "formset_factory")


def register_formsets(library: Library, orm: Orm) -> None:
    """Tells what the factories make."""

    def factory(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        name = target.path.rsplit(".", 1)[-1]
        if name == "formset_factory":
            kind = args.get(0, "form")
            return FormsetClass(orm, kind, None, None) if isinstance(kind, ClassValue) else None
        at = 1 if name == "inlineformset_factory" else 0
        model = args.get(at, "model")
        if not isinstance(model, ClassValue):
            return None
        parent = args.get(0, "parent_model") if at else None
        given = args.keywords.get("form")
        kind = given if isinstance(given, ClassValue) else form_of(model, args.keywords.get("fields"))
        return FormsetClass(orm, kind, model, parent if isinstance(parent, ClassValue) else None)

    library.on_call(*(f"django.forms.{name}" for name in _FACTORIES))(factory)
    library.on_call(*(f"django.forms.models.{name}" for name in _FACTORIES))(factory)
    library.on_call("django.forms.formsets.formset_factory")(factory)
    library.on_call("django.forms.modelform_factory", "django.forms.models.modelform_factory")(model_form)


def form_of(model: ClassValue, fields: Value | None) -> ClassValue:
    """The model form that Django makes of a model's fields."""
    meta = ClassValue(model.node, [], model.scope, model.module)
    meta.attributes = {"model": model, "fields": fields or Constant("__all__")}
    made = ClassValue(model.node, [], model.scope, model.module)
    made.attributes = {"Meta": meta}
    return made


class FormsetClass(Model):
    """What a factory makes: `kind` is the form of each row, `model` its model (None without one), `parent` the model whose rows they
    belong to."""

    __slots__ = ("kind", "model", "orm", "parent")

    def __init__(
        self, orm: Orm, kind: ClassValue, model: ClassValue | None, parent: ClassValue | None
    ) -> None:
        self.orm, self.kind, self.model, self.parent = orm, kind, model, parent

    def call(self, run: Run, args: Args, node: form.Node) -> Value:
        return Formset(self, args, run.module, node)


class Formset(Model):
    """The forms of one request; one of them stands for all."""

    __slots__ = ("given", "made", "node", "one", "path")

    def __init__(self, made: FormsetClass, given: Args, path: str, node: form.Node) -> None:
        self.made, self.given, self.path, self.node = made, given, path, node
        self.one: FormModel | None = None

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if name == "is_valid":
            return self.form(run).validate(run, node)
        if name == "save":
            return ListValue([], self.form(run).save(run, args, node), node)
        return None

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in ("forms", "initial_forms", "extra_forms"):
            return self
        if name == "cleaned_data":
            return ListValue([], self.form(run).cleaned(), node)
        if name in ("deleted_objects", "new_objects", "changed_objects"):
            return ListValue([], self.form(run).member(run, "instance", node), node)
        return Derived(f".{name}", (), node)

    def element(self, run: Run) -> Value:
        return self.form(run)

    def truth(self) -> bool | None:
        return None

    def shown(self, run: Run) -> list[Value]:
        """The rows whose fields it shows."""
        return self.form(run).shown(run)

    def origin(self, depth: int) -> Origin:
        """The rows that are edited."""
        return self.one.origin(depth) if self.one is not None else Origin("computed", operation="form")

    def form(self, run: Run) -> FormModel:
        """The form that stands for all."""
        if self.one is None:
            self.one = FormModel(self.made.orm, self.made.kind, self.path, self.node)
            keywords = {"instance": self._row(run)} if self.made.model is not None else {}
            self.one.begin(run, Args([self.given.get(0, "data") or Constant(None)], keywords))
        return self.one

    def _row(self, run: Run) -> Value:
        """A row of what the formset is about: of its queryset, of its parent, else any of the model's."""
        table = self.made.orm.of(self.made.model)
        rows = self.given.keywords.get("queryset")
        if table is None:
            return Constant(None)
        if not isinstance(rows, QuerySet):
            rows = QuerySet(self.made.orm, table, None, self.node, self.path)
            parent = self.given.keywords.get("instance") or self.given.get(2)
            key = self._parents_key()
            if key and parent is not None:
                rows = run.call_member(rows, "filter", Args([], {key: parent}), self.node)
        found = rows.element(run)
        return found if isinstance(found, ModelObject) else Constant(None)

    def _parents_key(self) -> str:
        """The field that leads to the parent."""
        table, above = self.made.orm.of(self.made.model), self.made.orm.of(self.made.parent)
        self.made.orm.link()
        if table is None or above is None:
            return ""
        return next((name for name, one in table.fields.items() if table.other(one) is above), "")


def model_form(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
    """`modelform_factory(Model, fields=[...])`."""
    model, given = args.get(0, "model"), args.keywords.get("form")
    if isinstance(given, ClassValue):
        return given
    return form_of(model, args.keywords.get("fields")) if isinstance(model, ClassValue) else None
