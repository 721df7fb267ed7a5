from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django_ratelimit.decorators import ratelimit
from rest_framework.authtoken.views import obtain_auth_token

few = ratelimit(key="ip", rate="5/m", method="POST", block=True)

urlpatterns = [
    path("login/", few(LoginView.as_view()), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("token/", few(obtain_auth_token)),
    path("api/", include("shop.api_urls")),
    path("", include("shop.urls")),
]
