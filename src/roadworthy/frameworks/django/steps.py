"""The steps by which a queryset is narrowed, put in order and shaped."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from roadworthy.frameworks.django.conditions import F, follow
from roadworthy.frameworks.django.values import constants
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import Args, Constant, External, ListValue

if TYPE_CHECKING:
    from roadworthy.frameworks.django.querysets import QuerySet


def _order_by(made: QuerySet, args: Args) -> None:
    made.order = []
    for value in args.positional:
        for name in [constant_text(value)] if isinstance(value, Constant) else constants(value):
            made.orm.link()
            _, column, _ = follow(made.table, name.lstrip("-").split("__"), [])
            made.order.append((column, name.startswith("-")))
        if isinstance(value, F):
            made.order.append((made.table.column(value.name), False))


def _reverse(made: QuerySet, args: Args) -> None:
    made.order = [(column, not descending) for column, descending in made.order]


def _select_related(made: QuerySet, args: Args) -> None:
    names = constants(ListValue(list(args.positional)))
    made.eager |= set(
        names or [name for name, one in made.table.fields.items() if one.kind != "ManyToManyField"]
    )
    made.eager |= {"__".join(name.split("__")[:n]) for name in names for n in range(1, name.count("__") + 1)}


def _prefetch_related(made: QuerySet, args: Args) -> None:
    for value in args.positional:
        if isinstance(value, External) and value.path.endswith("Prefetch()") and value.arguments is not None:
            name = constant_text(value.arguments.get(0, "lookup"))
            made.apart |= {name, constant_text(value.arguments.keywords.get("to_attr"))} - {""}
        else:
            made.apart |= set(constants(value))
    made.apart |= {
        "__".join(name.split("__")[:n]) for name in made.apart for n in range(1, name.count("__") + 1)
    }


def _values(made: QuerySet, args: Args) -> None:
    made.shape = "values"
    made.columns = [
        *(made.table.column(name) for name in constants(ListValue(list(args.positional)))),
        *args.keywords,
    ]


def _values_list(made: QuerySet, args: Args) -> None:
    flat = args.keywords.get("flat")
    made.shape = "flat" if isinstance(flat, Constant) and flat.value else "tuples"
    made.columns = [made.table.column(name) for name in constants(ListValue(list(args.positional)))]


def _lock(made: QuerySet, args: Args) -> None:
    made.lock = True


def _none(made: QuerySet, args: Args) -> None:
    made.nothing = True


def _annotate(made: QuerySet, args: Args) -> None:
    """Adds columns that the database computes; related rows it counts are joined. After `values("status")` it is a count
    for each status."""
    if made.shape != "rows" and not made.grouped:
        made.grouped, made.groups = True, [(made.table.name, column) for column in made.columns]


STEPS: dict[str, Callable[[QuerySet, Args], None]] = {
    "order_by": _order_by,
    "reverse": _reverse,
    "select_related": _select_related,
    "prefetch_related": _prefetch_related,
    "values": _values,
    "values_list": _values_list,
    "select_for_update": _lock,
    "none": _none,
    "annotate": _annotate,
}
"""What each method does to a copy of the queryset."""
