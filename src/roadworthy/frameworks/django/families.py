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
# Views of libraries that answer by themselves, by the end of their path: the way in, the way out, one's own account
# (dj-rest-auth's and simplejwt's documentation).
_DOORS = {
    "dj_rest_auth.views.LoginView": ("POST",),
    "dj_rest_auth.views.LogoutView": ("POST",),
    "dj_rest_auth.views.UserDetailsView": ("GET", "PUT", "PATCH"),
    "dj_rest_auth.views.PasswordResetView": ("POST",),
    "dj_rest_auth.views.PasswordResetConfirmView": ("POST",),
    "dj_rest_auth.views.PasswordChangeView": ("POST",),
    "dj_rest_auth.registration.views.RegisterView": ("POST",),
    "dj_rest_auth.registration.views.SocialLoginView": ("POST",),
    "rest_framework_simplejwt.views.TokenObtainPairView": ("POST",),
    "rest_framework_simplejwt.views.TokenRefreshView": ("POST",),
    "rest_framework_simplejwt.views.TokenVerifyView": ("POST",),
    "rest_framework_simplejwt.views.TokenBlacklistView": ("POST",),
    "rest_framework.authtoken.views.ObtainAuthToken": ("POST",),
}


def door(kind: ClassValue) -> tuple[str, tuple[str, ...]] | None:
    """The library's own view that a class inherits from, and the requests that it answers."""
    paths = [base.path for base in kind.ancestors() if isinstance(base, External)]
    return next(((path, _DOORS[path]) for path in paths if path in _DOORS), None)


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
