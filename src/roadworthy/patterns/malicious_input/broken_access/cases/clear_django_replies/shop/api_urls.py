from django.urls import path
from rest_framework.routers import DefaultRouter

from shop.api import Replies, TicketViewSet

router = DefaultRouter()
router.register("tickets", TicketViewSet, basename="ticket")

urlpatterns = [path("tickets/<int:ticket_id>/replies/", Replies.as_view()), *router.urls]
