"""The routes of libraries whose URL configuration an app includes by its name alone."""

from __future__ import annotations

from msgspec import Struct


class LibraryRoute(Struct, frozen=True):
    """A path below the one it is included at, the methods it answers, and the view behind it; '' for one without a name here."""

    path: str
    methods: tuple[str, ...]
    view: str = ""


_POST = ("POST",)
_FORM = ("GET", "POST")
_SIMPLEJWT = "rest_framework_simplejwt.views"
# Django, REST framework, djoser (docs/getting_started.rst, djoser/urls) and dj-rest-auth (dj_rest_auth/urls.py).
_ROUTES: dict[str, tuple[LibraryRoute, ...]] = {
    "rest_framework.urls": (LibraryRoute("login/", _FORM), LibraryRoute("logout/", _POST)),
    "django.contrib.auth.urls": (
        LibraryRoute("login/", _FORM),
        LibraryRoute("logout/", _POST),
        LibraryRoute("password_change/", _FORM),
        LibraryRoute("password_reset/", _FORM),
        LibraryRoute("reset/:uidb64/:token/", _FORM),
    ),
    "djoser.urls.jwt": (
        LibraryRoute("jwt/create/", _POST, f"{_SIMPLEJWT}.TokenObtainPairView"),
        LibraryRoute("jwt/refresh/", _POST, f"{_SIMPLEJWT}.TokenRefreshView"),
        LibraryRoute("jwt/verify/", _POST, f"{_SIMPLEJWT}.TokenVerifyView"),
    ),
    "djoser.urls.authtoken": (
        LibraryRoute("token/login/", _POST, "djoser.views.TokenCreateView"),
        LibraryRoute("token/logout/", _POST, "djoser.views.TokenDestroyView"),
    ),
    "dj_rest_auth.urls": (
        LibraryRoute("login/", _POST, "dj_rest_auth.views.LoginView"),
        LibraryRoute("logout/", _POST, "dj_rest_auth.views.LogoutView"),
        LibraryRoute("password/reset/", _POST, "dj_rest_auth.views.PasswordResetView"),
        LibraryRoute("password/change/", _POST, "dj_rest_auth.views.PasswordChangeView"),
    ),
}


def library_routes(name: str) -> tuple[LibraryRoute, ...]:
    """The routes of a library's URL configuration; none for one that is not known."""
    return _ROUTES.get(name, ())
