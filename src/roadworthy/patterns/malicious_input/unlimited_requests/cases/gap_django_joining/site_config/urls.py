from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from shop.joining import Join

urlpatterns = [
    path("join/", Join.as_view(), name="join"),
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("api/", include("shop.api_urls")),
    path("", include("shop.urls")),
]
