from django.urls import path
from rest_framework.routers import DefaultRouter

from shop.api import NoteViewSet, OrderViewSet, any_note

router = DefaultRouter()
router.register("notes", NoteViewSet, basename="note")
router.register("orders", OrderViewSet, basename="order")

urlpatterns = [*router.urls, path("notes/<int:pk>/any/", any_note)]
