from rest_framework import permissions, viewsets

from shop.models import Note, Order
from shop.serializers import NoteSerializer, OrderSerializer


class MayReach(permissions.BasePermission):
    def has_permission(self, request, view):
        if hasattr(view, "is_private") and view.is_private:
            return request.user and request.user.is_authenticated
        return True

    def has_object_permission(self, request, view, obj):
        owned = obj.owned_row() if hasattr(obj, "owned_row") else False
        if owned and owned.owner == request.user:
            return True
        return not owned and request.method in permissions.SAFE_METHODS


class NoteViewSet(viewsets.ModelViewSet):
    serializer_class = NoteSerializer
    permission_classes = [MayReach]
    is_private = True
    http_method_names = ["get", "put", "patch", "delete"]

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Note.objects.none()
        return Note.objects.all()


class OrderViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = OrderSerializer

    def get_queryset(self):
        return Order.objects.filter(user=self.request.user).select_related("product")
