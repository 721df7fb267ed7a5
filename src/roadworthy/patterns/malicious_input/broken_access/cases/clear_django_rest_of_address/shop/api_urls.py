from django.urls import path
from rest_framework.routers import DefaultRouter

from shop.api import LabelDetail, LabelList, NoteViewSet, OrderViewSet

router = DefaultRouter()
router.register("notes", NoteViewSet, basename="note")
router.register("orders", OrderViewSet, basename="order")

urlpatterns = [
    *router.urls,
    path("teams/<int:team_id>/labels/", LabelList.as_view()),
    path("teams/<int:team_id>/labels/<int:pk>/", LabelDetail.as_view()),
]
