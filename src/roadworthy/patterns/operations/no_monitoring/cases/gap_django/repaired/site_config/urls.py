from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from site_config import metrics

urlpatterns = [
    path("login/", LoginView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("metrics", metrics.show),
    path("api/", include("shop.api_urls")),
    path("", include("shop.urls")),
]
