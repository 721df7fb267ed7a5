from rest_framework import permissions, viewsets

from shop.models import Order, Product
from shop.serializers import OrderSerializer, ProductSerializer


class NoteViewSet(viewsets.ModelViewSet):
    queryset = Product.objects.all()
    serializer_class = ProductSerializer

    def get_permissions(self):
        if self.action in ["create", "update", "partial_update", "destroy"]:
            return [permissions.IsAdminUser()]
        return [permissions.IsAuthenticated()]


class OrderViewSet(viewsets.ModelViewSet):
    serializer_class = OrderSerializer
    permission_classes = [permissions.IsAuthenticated]

    def get_queryset(self):
        if self.action == "list":
            return Order.objects.filter(user=self.request.user).select_related("product")
        return Order.objects.all()
