from rest_framework import generics, permissions, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from shop.models import Note, Order
from shop.serializers import NewOrderSerializer, NoteSerializer, OrderSerializer


class IsOwner(permissions.BasePermission):
    def has_object_permission(self, request, view, obj):
        return obj.owner_id == request.user.id


class NoteViewSet(viewsets.ModelViewSet):
    serializer_class = NoteSerializer
    permission_classes = [permissions.IsAuthenticated, IsOwner]
    http_method_names = ["get", "put", "patch", "delete"]

    def get_queryset(self):
        return Note.objects.filter(owner=self.request.user)

    @action(detail=True, methods=["get"])
    def title(self, request, pk=None):
        return Response({"title": self.get_object().title})


class OrderViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = OrderSerializer

    def get_queryset(self):
        return Order.objects.filter(user=self.request.user).select_related("product")


class NewOrder(generics.CreateAPIView):
    serializer_class = NewOrderSerializer
    permission_classes = [permissions.IsAuthenticated]

    def perform_create(self, serializer):
        serializer.save(user=self.request.user)
