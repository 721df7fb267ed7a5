from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

urlpatterns = [
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("api/auth/", include("djoser.urls.jwt")),
    path("api/", include("shop.api_urls")),
    path("", include("shop.urls")),
]
