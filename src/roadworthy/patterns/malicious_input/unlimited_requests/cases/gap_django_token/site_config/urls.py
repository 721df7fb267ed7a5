from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from rest_framework.authtoken.views import obtain_auth_token

urlpatterns = [
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("token/", obtain_auth_token),
    path("api/", include("shop.api_urls")),
    path("", include("shop.urls")),
]
