from django.urls import path
from rest_framework.routers import DefaultRouter

from shop.api import NoteViewSet, OrderViewSet
from shop.links import Unwatch

router = DefaultRouter()
router.register("notes", NoteViewSet, basename="note")
router.register("orders", OrderViewSet, basename="order")

urlpatterns = [*router.urls, path("unwatch/<str:token>/", Unwatch.as_view())]
