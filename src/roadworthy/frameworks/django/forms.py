"""Forms and model forms: checks of what was sent, and the objects they save."""

from __future__ import annotations

from functools import partial

from roadworthy.app.origin import Origin
from roadworthy.frameworks.django.orm import Orm
from roadworthy.frameworks.django.querysets import QuerySet
from roadworthy.frameworks.django.request import NothingSent
from roadworthy.frameworks.django.rows import ModelObject
from roadworthy.frameworks.django.rules import CheckedField, from_model, of_declared, schema_of
from roadworthy.frameworks.django.tables import RELATIONS
from roadworthy.frameworks.events import CheckSeen
from roadworthy.frameworks.origins import origin_of
from roadworthy.frameworks.own_rules import kept_rules, passed
from roadworthy.frameworks.pydantic import Body
from roadworthy.interpret import (
    Args,
    Choice,
    ClassValue,
    Closure,
    Constant,
    Derived,
    External,
    Instance,
    Model,
    ObjectValue,
    Run,
    Value,
)
from roadworthy.interpret.inheritance import bound, linear
from roadworthy.interpret.values import Certain, is_nothing
from roadworthy.languages import form

FORM_BASES = ("django.forms.Form", "django.forms.forms.Form", "django.forms.ModelForm", "django.forms.models.ModelForm",
              "django.contrib.auth.forms.UserCreationForm", "django.contrib.auth.forms.BaseUserCreationForm",
              "django.contrib.auth.forms.UserChangeForm", "django.contrib.auth.forms.AuthenticationForm",
              "django.contrib.auth.forms.PasswordChangeForm")  # fmt: skip
_CREATION = {"password1": "CharField", "password2": "CharField"}


class FormClass:
    """What a class that inherits from a form means."""

    def __init__(self, orm: Orm) -> None:
        self.orm = orm

    def __call__(self, run: Run, kind: ClassValue) -> None:
        """Nothing to do when the class is defined."""

    def construct(self, run: Run, kind: ClassValue, args: Args, node: form.Node) -> Value:
        """`OrderForm(request.POST, instance=order)`."""
        made = FormModel(self.orm, kind, run.module, node)
        own = kind.find("__init__")
        if isinstance(own, Closure):
            run.call_closure(own.bind(made), args, node)
        if not made.begun:
            made.begin(run, args)
        return made


def _declared(value: Value) -> tuple[str, Args] | None:
    """The sort of a field and what it was given, also of the app's own kinds of fields; None for anything else."""
    if isinstance(value, External) and value.path.endswith("Field()"):
        return value.path.removesuffix("()").rsplit(".", 1)[-1], value.arguments or Args()
    if isinstance(value, Instance):
        bases = [base.path for base in value.kind.ancestors() if isinstance(base, External)]
        sort = next((path.rsplit(".", 1)[-1] for path in bases if path.endswith("Field")), "")
        return (sort, getattr(value, "given", None) or Args()) if sort else None
    if isinstance(value, Choice):
        # `captcha = CaptchaField() if settings.USE_CAPTCHA else None`
        return next((one for one in map(_declared, value.values()) if one is not None), None)
    return None


class FormModel(Model):
    """A form of one request. What was sent counts as checked once `is_valid` was asked."""

    def __init__(self, orm: Orm, kind: ClassValue, path: str, node: form.Node) -> None:
        self.orm, self.kind, self.path, self.node = orm, kind, path, node
        self.data: Value | None = None
        self.instance: Value | None = None
        self.begun = self.checked = False
        self.attributes: dict[str, Value] = {}
        self.fields = self._read_fields()
        self.handles = {name: FieldHandle(self, one) for name, one in self.fields.items()}
        self.body: Body | None = None

    def _read_fields(self) -> dict[str, CheckedField]:
        table = self.table
        meta = self.kind.find("Meta")
        found = from_model(table, meta if isinstance(meta, ClassValue) else None) if table is not None else {}
        found = {name: one for name, one in found.items() if not one.read_only}
        for owner in reversed(linear(self.kind)):
            if isinstance(owner, External) and "UserCreation" in owner.path:
                args = Args()
                found |= {n: CheckedField(n, of_declared(k, args), "", k) for n, k in _CREATION.items()}
            for name, value in owner.attributes.items() if isinstance(owner, ClassValue) else ():
                declared = _declared(value)
                if declared is not None:
                    sort, arguments = declared
                    source = name if name in found else ""
                    known = found.get(name)
                    model = known.model if known is not None else None
                    made = CheckedField(name, of_declared(sort, arguments), source, sort, arguments=arguments)
                    made.model = model
                    found[name] = made
        return found

    @property
    def table(self):  # type: ignore[no-untyped-def]
        """The table of a model form's model."""
        meta = self.kind.find("Meta")
        return self.orm.of(meta.attributes.get("model")) if isinstance(meta, ClassValue) else None

    def begin(self, run: Run, args: Args) -> None:
        """What the form was given."""
        self.begun = True
        self.data = args.get(0, "data")
        self.instance = args.keywords.get("instance") or self.instance

    # --- what it can be asked ------------------------------------------------------------------------

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        if name in self.attributes:
            return self.attributes[name]
        if name == "cleaned_data":
            return self.cleaned()
        if name == "instance":
            return self._object(run, node)
        if name == "fields":
            return ObjectValue(dict(self.handles))
        if name == "data":
            return self.data or Constant(None)
        if name in self.handles:
            return self.handles[name]
        own = self.kind.find(name)
        return bound(own, self) or own or Derived(f".{name}", (), node)

    def index(self, run: Run, key: Value, node: form.Node) -> Value:
        named = isinstance(key, Constant) and str(key.value) in self.handles
        return self.handles[str(key.value)] if named else Derived("[]", (), node)  # type: ignore[attr-defined]

    def set_member(self, run: Run, name: str, value: Value) -> None:
        if name == "instance":
            self.instance = value
        self.attributes[name] = value

    def call_member(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        if bound(self.kind.find(name), self) is not None and name != "__init__":
            return None
        return self.own_method(run, name, args, node)

    def own_method(self, run: Run, name: str, args: Args, node: form.Node) -> Value | None:
        """What every form has."""
        if name == "__init__":
            self.begin(run, args)
            return Constant(None)
        if name == "is_valid":
            return self.validate(run, node)
        if name == "save":
            return self.save(run, args, node)
        if name in ("full_clean", "add_error", "save_m2m", "as_p", "non_field_errors"):
            return Constant(None)
        if name == "clean":
            return self.cleaned()
        if name in ("get_user",):
            return Derived("user", (), node)
        return None

    def validate(self, run: Run, node: form.Node) -> Value:
        """`is_valid()`: a check, and the app's own rules with it."""
        if isinstance(self.data, (Certain, NothingSent)):
            return Certain(False, node)  # a form that nothing was sent to
        subject = self.data if self.data is not None and not is_nothing(self.data) else Constant(None)
        schema = schema_of(self.fields)
        run.emit(CheckSeen(subject, "django forms", run.module, node, schema.called(), False, True))
        self.checked = True
        found = [self.kind.find(name) for name in [*(f"clean_{one}" for one in self.fields), "clean"]]
        rules = [partial(run.call, own.bind(self), Args(), node) for own in found if isinstance(own, Closure)]
        if self.table is not None and isinstance(self.table.kind.find("clean"), Closure):
            rules.append(partial(run.call_member, self._filled(run, node), "clean", Args(), node))
        kept = kept_rules(run, rules, node)
        return passed(run, Derived("valid", (self.cleaned(),), node), kept, node)

    def cleaned(self) -> Body:
        """What was sent, after the form's rules."""
        if self.body is None:
            subject = self.data if self.data is not None else Constant(None)
            self.body = Body(self.kind, schema_of(self.fields), (), subject)
        return self.body

    def _object(self, run: Run, node: form.Node) -> Value:
        if self.instance is None or is_nothing(self.instance):
            table = self.table
            made = (
                ModelObject(self.orm, table, None, self.path, node) if table is not None else Constant(None)
            )
            self.instance = made
        return self.instance

    def _filled(self, run: Run, node: form.Node) -> Value:
        """The form's object with what was sent in it."""
        target = self._object(run, node)
        cleaned = self.cleaned()
        run.place = node
        for name, one in self.fields.items():
            if one.model is not None and not one.model.many:
                target.set_member(run, name, cleaned.member(run, name, node))
        return target

    def save(self, run: Run, args: Args, node: form.Node) -> Value:
        """`save(commit=...)`: the object with what was sent in it."""
        target = self._filled(run, node)
        commit = args.get(0, "commit")
        if not (isinstance(commit, Constant) and commit.value is False):
            run.call_member(target, "save", Args(), node)
        return target

    # --- as a value ----------------------------------------------------------------------------------

    def shown(self, run: Run) -> list[Value]:
        """The rows that its fields offer to choose from, asked for when the form is shown."""
        found: list[Value] = []
        for name, handle in self.handles.items():
            rows = handle.rows(run) if not self._is_hidden(name) else None
            if rows is not None:
                rows.evaluate(run, self.node)
                found.append(rows)
        return found

    def offered(self) -> tuple[Value, ...]:
        """The rows that it was shown with to choose from."""
        return tuple(h.attributes["queryset"] for h in self.handles.values() if "queryset" in h.attributes)

    def _is_hidden(self, name: str) -> bool:
        """Whether a field is sent along unseen: it shows nothing to choose from."""
        meta = self.kind.find("Meta")
        given = meta.attributes.get("widgets") if isinstance(meta, ClassValue) else None
        widget = given.fields.get(name) if isinstance(given, ObjectValue) else None
        return isinstance(widget, External) and "HiddenInput" in widget.path

    def truth(self) -> bool | None:
        return None

    def origin(self, depth: int) -> Origin:
        """The object that it edits and what its fields offer."""
        held = [self.instance] if self.instance is not None else []
        return Origin(
            "computed",
            operation="form",
            inputs=tuple(origin_of(v, depth + 1) for v in [*held, *self.offered()]),
        )


class FieldHandle(Model):
    """`form.fields["patient"]`, `form["patient"]`."""

    __slots__ = ("attributes", "field", "owner")

    def __init__(self, owner: FormModel, one: CheckedField) -> None:
        self.owner, self.field = owner, one
        self.attributes: dict[str, Value] = {}

    def member(self, run: Run, name: str, node: form.Node) -> Value:
        return self.attributes.get(name) or Derived(f".{name}", (), node)

    def set_member(self, run: Run, name: str, value: Value) -> None:
        self.attributes[name] = value

    def rows(self, run: Run) -> QuerySet | None:
        """What a field over a model offers."""
        given = self.attributes.get("queryset")
        if given is None and self.field.arguments is not None:
            given = self.field.arguments.keywords.get("queryset")
        if given is None and self.field.model is not None and self.field.model.kind in RELATIONS:
            table = self.owner.table
            other = table.other(self.field.model) if table is not None else None
            if other is not None:
                given = QuerySet(self.owner.orm, other, None, self.owner.node, self.owner.path)
        if isinstance(given, QuerySet):
            self.attributes["queryset"] = given
            return given
        return None

    def truth(self) -> bool | None:
        return None


def inherited_form(run: Run, this: Value, name: str, args: Args, node: form.Node) -> Value | None:
    """`super().save()`, `super().__init__()`, `super().clean()` of a form."""
    return this.own_method(run, name, args, node) if isinstance(this, FormModel) else None
