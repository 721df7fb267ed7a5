from django.urls import path

from shop.api import notes

urlpatterns = [path("notes/", notes)]
