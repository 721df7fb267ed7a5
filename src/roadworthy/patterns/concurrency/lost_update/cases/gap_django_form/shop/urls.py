from django.urls import path

from shop import visits

urlpatterns = [
    path("visits/new/", visits.book, name="book"),
]
