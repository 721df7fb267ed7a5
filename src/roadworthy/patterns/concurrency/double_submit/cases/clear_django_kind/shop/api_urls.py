from django.urls import path

from shop.api import HoldView

urlpatterns = [path("products/<int:pk>/hold/", HoldView.as_view())]
