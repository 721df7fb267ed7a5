"""What app's classes inherit from: the library's view classes by name, and small questions to a view."""

from __future__ import annotations

from roadworthy.interpret import ClassValue, Constant, External, Instance, ObjectValue, Value

REST = {"APIView", "GenericAPIView", "ViewSet", "GenericViewSet", "ModelViewSet", "ReadOnlyModelViewSet", "ListAPIView",
         "CreateAPIView", "RetrieveAPIView", "UpdateAPIView", "DestroyAPIView", "ListCreateAPIView",
         "RetrieveUpdateAPIView", "RetrieveDestroyAPIView", "RetrieveUpdateDestroyAPIView", "ListModelMixin",
         "CreateModelMixin", "RetrieveModelMixin", "UpdateModelMixin", "DestroyModelMixin"}  # fmt: skip
ACTIONS = (
    ("list", {"ListAPIView", "ListCreateAPIView"}, ("GET",)),
    ("retrieve", {"RetrieveAPIView", "RetrieveUpdateAPIView", "RetrieveDestroyAPIView", "RetrieveUpdateDestroyAPIView"}, ("GET",)),
    ("create", {"CreateAPIView", "ListCreateAPIView"}, ("POST",)),
    ("update", {"UpdateAPIView", "RetrieveUpdateAPIView", "RetrieveUpdateDestroyAPIView"}, ("PUT",)),
    ("partial_update", {"UpdateAPIView", "RetrieveUpdateAPIView", "RetrieveUpdateDestroyAPIView"}, ("PATCH",)),
    ("destroy", {"DestroyAPIView", "RetrieveDestroyAPIView", "RetrieveUpdateDestroyAPIView"}, ("DELETE",)),
)  # fmt: skip


def families(kind: ClassValue) -> set[str]:
    """The names of the library classes that a class inherits from."""
    return {base.path.rsplit(".", 1)[-1] for base in kind.ancestors() if isinstance(base, External)}


def rest_methods(kind: ClassValue) -> list[str]:
    """The requests that a REST view's generic class answers."""
    family = families(kind)
    return [method for _, classes, wanted in ACTIONS if family & classes for method in wanted]


def attribute(view: Instance, name: str) -> Value | None:
    """An attribute of the view or of its class."""
    return view.attributes.get(name) or view.kind.find(name)


def request_in(view: Instance) -> Value:
    """The request that the view answers."""
    return view.attributes.get("request") or Constant(None)


def kwargs_of(view: Instance) -> dict[str, Value]:
    """What stands in the path."""
    given = view.attributes.get("kwargs")
    return given.fields if isinstance(given, ObjectValue) else {}
