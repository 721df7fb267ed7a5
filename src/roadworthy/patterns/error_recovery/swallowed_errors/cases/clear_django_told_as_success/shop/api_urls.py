from django.urls import path

from shop.api import NotesView

urlpatterns = [path("notes/", NotesView.as_view())]
