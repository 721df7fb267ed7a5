from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from shop.ninja_api import api

urlpatterns = [
    path("ninja/", api.urls),
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("api/", include("shop.api_urls")),
    path("", include("shop.urls")),
]
