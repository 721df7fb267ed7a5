from rest_framework import mixins, permissions, status, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from shop.models import Note, Order, User
from shop.serializers import AccountSerializer, NoteSerializer, OrderSerializer


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


class AccountViewSet(mixins.UpdateModelMixin, viewsets.GenericViewSet):
    queryset = User.objects.all()
    serializer_class = AccountSerializer

    def get_permissions(self):
        if self.action in ("update", "partial_update"):
            return [permissions.IsAuthenticated()]
        return [permissions.IsAdminUser()]

    def update(self, request, *args, **kwargs):
        account = self.get_object()
        if request.user != account and not request.user.is_staff:
            return Response({"detail": "This is not your account"}, status=status.HTTP_403_FORBIDDEN)
        serializer = self.get_serializer(account, data=request.data, partial=kwargs.pop("partial", False))
        serializer.is_valid(raise_exception=True)
        self.perform_update(serializer)
        return Response(serializer.data)
