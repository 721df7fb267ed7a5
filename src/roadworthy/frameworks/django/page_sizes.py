"""How many rows a page of REST framework's holds, and who says so.

https://www.django-rest-framework.org/api-guide/pagination/: `max_page_size` and `max_limit` are None unless an app sets them, and any number
is given then where a parameter for it is there. `LimitOffsetPagination` always has one.
"""

from __future__ import annotations

from roadworthy.frameworks.django.settings import Settings
from roadworthy.frameworks.exchange import part
from roadworthy.frameworks.known_text import constant_text
from roadworthy.interpret import ClassValue, Constant, Derived, External, Run, Value
from roadworthy.interpret.values import is_nothing
from roadworthy.languages import form


def page_size(run: Run, settings: Settings, own: Value | None, node: form.Node) -> Value | None:
    """The size of a page in rows, None for all rows at once. `own` is the view's `pagination_class`."""
    if own is not None and is_nothing(own):
        return None
    usual = settings.rest("PAGE_SIZE")
    if isinstance(own, ClassValue):
        usual = own.find("page_size") or own.find("default_limit") or usual
        return usual if usual is None or is_nothing(usual) else _asked(run, own, usual, node)
    named = settings.rest("DEFAULT_PAGINATION_CLASS")
    if isinstance(own, External):
        return _of_library(run, own.path, usual, node)
    if named is not None and not is_nothing(named):
        return _of_library(run, constant_text(named), usual, node)
    return None


def _of_library(run: Run, path: str, usual: Value | None, node: form.Node) -> Value | None:
    if usual is None and "Cursor" in path:
        return Constant(100)
    if usual is None or not path.endswith("LimitOffsetPagination"):
        return usual
    return _either(run, "limit", usual, node)


def _asked(run: Run, kind: ClassValue, usual: Value, node: form.Node) -> Value:
    """The app's own class: what its parameter says, where there is one and nothing caps it."""
    by_offset = any(
        isinstance(base, External) and base.path.endswith("LimitOffsetPagination")
        for base in kind.ancestors()
    )
    name = kind.find("limit_query_param" if by_offset else "page_size_query_param")
    told = (
        constant_text(name) if name is not None and not is_nothing(name) else ("limit" if by_offset else "")
    )
    most = kind.find("max_limit" if by_offset else "max_page_size")
    # A method of its own may cap it.
    own_way = any(kind.find(one) is not None for one in ("get_page_size", "get_limit", "paginate_queryset"))
    capped = most is not None and not is_nothing(most)
    return usual if not told or capped or own_way else _either(run, told, usual, node)


def _either(run: Run, name: str, usual: Value, node: form.Node) -> Value:
    # A word that is no number is passed over, and the usual size taken.
    asked = Derived("int", (part(run, "query", (name,), node),))
    return run.join([(asked, ()), (usual, ())])
