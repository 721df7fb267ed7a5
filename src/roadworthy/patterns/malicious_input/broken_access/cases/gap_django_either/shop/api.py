from django.db.models import Q
from rest_framework import permissions, viewsets

from shop.models import Note, Order
from shop.serializers import NoteSerializer, OrderSerializer


class NoteViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = NoteSerializer
    permission_classes = [permissions.IsAuthenticated]
    search_fields = ["title"]

    def get_queryset(self):
        if self.request.user.is_staff:
            return Note.objects.all()
        return Note.objects.filter(Q(owner=self.request.user) | Q(title=""))


class OrderViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = OrderSerializer

    def get_queryset(self):
        return Order.objects.filter(user=self.request.user).select_related("product")
