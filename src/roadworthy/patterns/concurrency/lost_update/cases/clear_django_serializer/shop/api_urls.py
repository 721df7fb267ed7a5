from django.urls import path
from rest_framework.routers import DefaultRouter

from shop.api import NewClub, NoteViewSet, OrderViewSet

router = DefaultRouter()
router.register("notes", NoteViewSet, basename="note")
router.register("orders", OrderViewSet, basename="order")

urlpatterns = [path("clubs/", NewClub.as_view()), *router.urls]
