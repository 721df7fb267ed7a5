from rest_framework import permissions, status
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.models import Hold, Product


class HoldView(APIView):
    permission_classes = [permissions.IsAuthenticated]

    def post(self, request, pk):
        product = Product.objects.get(pk=pk)
        hold = Hold.objects.create(user=request.user, product=product)
        return Response({"id": hold.pk}, status=status.HTTP_201_CREATED)
