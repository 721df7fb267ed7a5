from django.urls import path
from rest_framework.routers import DefaultRouter

from shop.api import NoteViewSet, SignUp

router = DefaultRouter()
router.register("notes", NoteViewSet, basename="note")

urlpatterns = [path("people/", SignUp.as_view()), *router.urls]
