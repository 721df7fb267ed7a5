from django.urls import path

from shop import lessons

urlpatterns = [
    path("lessons/new/", lessons.book, name="book"),
]
