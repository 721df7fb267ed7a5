from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from site_config.doors import TokenSignIn

urlpatterns = [
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("api/sign-in/", TokenSignIn.as_view()),
    path("api/", include("shop.api_urls")),
    path("", include("shop.urls")),
]
