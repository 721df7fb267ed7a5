from django.urls import path
from rest_framework.routers import DefaultRouter

from shop.api import NewOrder, NoteViewSet, OrderViewSet

router = DefaultRouter()
router.register("notes", NoteViewSet, basename="note")
router.register("orders", OrderViewSet, basename="order")

urlpatterns = [path("buy/", NewOrder.as_view()), *router.urls]
