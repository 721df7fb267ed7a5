"""What querysets and managers write: new rows, changed ones, fewer of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from roadworthy.frameworks.django.conditions import is_arithmetic
from roadworthy.frameworks.django.rows import ModelObject, new_object, written
from roadworthy.frameworks.django.values import constants
from roadworthy.frameworks.events import QuerySeen, WriteSeen
from roadworthy.frameworks.rows import emit_query
from roadworthy.interpret import Args, Choice, Constant, Derived, ListValue, ObjectValue, Run, Unknown, Value
from roadworthy.languages import form

if TYPE_CHECKING:
    from roadworthy.frameworks.django.querysets import QuerySet


def change(run: Run, rows: QuerySet, name: str, args: Args, node: form.Node) -> Value | None:
    """The methods of a queryset that write; None for a name that is none of them."""
    if name in ("update", "aupdate"):
        seen = rows.asking(run, "update", node)
        seen.writes = [
            _write(rows, key, value) for key, value in args.keywords.items() if not key.startswith("**")
        ]
        seen.spreads = [value for key, value in args.keywords.items() if key.startswith("**")]
        emit_query(run, seen)
        return Derived("rowcount", (), node)
    if name in ("delete", "adelete", "_raw_delete"):
        emit_query(run, rows.asking(run, "delete", node))
        return Derived("rowcount", (), node)
    if name in ("create", "acreate"):
        return create(run, rows, args, node)
    if name in ("get_or_create", "update_or_create", "aget_or_create", "aupdate_or_create"):
        return _get_or(run, rows, args, node, updates="update" in name)
    if name in ("bulk_create", "abulk_create"):
        return _bulk_create(run, rows, args, node)
    if name in ("bulk_update", "abulk_update"):
        return _bulk_update(run, rows, args, node)
    if name in ("create_user", "create_superuser", "acreate_user"):
        return _create_user(run, rows, args, node)
    if name in ("add", "remove", "set", "clear"):
        return _relate(run, rows, name, args, node)
    if name == "normalize_email":
        return args.get(0) or Constant(None)
    if name == "get_by_natural_key":
        return rows.one(run, Args([], {"username": args.get(0) or Constant(None)}), node, sure=True)
    return None


def create(run: Run, rows: QuerySet, args: Args, node: form.Node) -> Value:
    """`create(...)`: a new object, saved at once."""
    made = new_object(run, rows.orm, rows.table, args, node)
    for name, value in rows.given.items():
        made.known.setdefault(name, value)
    run.call_member(made, "save", Args(), node)
    return made


def _get_or(run: Run, rows: QuerySet, args: Args, node: form.Node, *, updates: bool) -> Value:
    defaults = args.keywords.get("defaults")
    named = {key: value for key, value in args.keywords.items() if key not in ("defaults", "create_defaults")}
    made = rows.narrowed(run, Args([], named), node)
    seen = made.evaluate(run, node)
    seen.one, found = True, made.row(run)
    lookups = {key.removesuffix("__exact").removesuffix("__iexact"): v for key, v in named.items()}
    extra = dict(defaults.fields) if isinstance(defaults, ObjectValue) else {}
    rest = {"**defaults": defaults} if defaults is not None and not isinstance(defaults, ObjectValue) else {}
    with run.branch(run.condition(run.join([(found, ()), (Constant(None), ())]), False, node)):
        new = new_object(run, rows.orm, rows.table, Args([], {**lookups, **extra, **rest}), node)
        for name, value in rows.given.items():
            new.known.setdefault(name, value)
        new.save(run, Args(), node)
    if updates and isinstance(found, ModelObject):
        with run.branch(run.condition(found, True, node)):
            for name, value in extra.items():
                found.set_member(run, name, value)
            found.spreads += rest.values()
            found.save(run, Args(), node)
    return ListValue([run.join([(found, ()), (new, ())]), Derived("created", (), node)], node=node)


def _bulk_create(run: Run, rows: QuerySet, args: Args, node: form.Node) -> Value:
    given = args.get(0, "objs") or Unknown()
    objects = written(given) or [given.element(run)]
    ignore = args.keywords.get("ignore_conflicts") or args.keywords.get("update_conflicts")
    for one in objects:
        for made in one.values() if isinstance(one, Choice) else [one]:
            if isinstance(made, ModelObject):
                made.save(run, Args(), node)
                if made.query is not None and ignore is not None:
                    made.query.conflict = "any"
    return given


def _bulk_update(run: Run, rows: QuerySet, args: Args, node: form.Node) -> Value:
    given, fields = args.get(0, "objs") or Unknown(), constants(args.get(1, "fields"))
    for one in written(given) or [given.element(run)]:
        if isinstance(one, ModelObject):
            one.save(run, Args([], {"update_fields": ListValue([Constant(name) for name in fields])}), node)
    return Derived("rowcount", (), node)


def _create_user(run: Run, rows: QuerySet, args: Args, node: form.Node) -> Value:
    keywords = dict(args.keywords)
    for name, value in zip(("username", "email", "password"), args.positional, strict=False):
        keywords.setdefault(name, value)
    made = new_object(run, rows.orm, rows.table, Args([], keywords), node)
    # By its own name, or among `**validated_data`.
    password = made.known.get("password")
    if password is not None:
        made.known["password"] = Derived("make_password", (password,), node)
    run.call_member(made, "save", Args(), node)
    return made


def _relate(run: Run, rows: QuerySet, name: str, args: Args, node: form.Node) -> Value:
    """`article.tags.add(tag)`: rows of the table between."""
    through = next((f for f in rows.filters if f.table and f.table != rows.table.name), None)
    if through is None:
        return Constant(None)
    seen = QuerySeen("delete" if name in ("remove", "clear") else "insert", through.table, run.module, node, run.context,
                     library=rows.table.library)  # fmt: skip
    if seen.operation == "delete":
        seen.filters = [through]
    else:
        other = f"{rows.table.kind.name.lower()}_id" if rows.table.kind is not None else "id"
        value = args.get(0) or Unknown()
        key = getattr(value, "as_key", None)
        seen.writes = [
            WriteSeen(through.column, through.value),
            WriteSeen(other, key() if key else value),
        ]
        seen.conflict = "any"
    emit_query(run, seen)
    return Constant(None)


def _write(rows: QuerySet, key: str, value: Value) -> WriteSeen:
    held = getattr(value, "as_key", None)
    return WriteSeen(rows.table.column(key), held() if held is not None else value, is_arithmetic(value))
