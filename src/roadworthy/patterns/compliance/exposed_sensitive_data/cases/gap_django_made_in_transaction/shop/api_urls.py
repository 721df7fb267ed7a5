from django.urls import path
from rest_framework.routers import DefaultRouter

from shop.api import NoteViewSet, OrderViewSet, SignUp

router = DefaultRouter()
router.register("notes", NoteViewSet, basename="note")
router.register("orders", OrderViewSet, basename="order")

urlpatterns = [path("members/", SignUp.as_view()), *router.urls]
