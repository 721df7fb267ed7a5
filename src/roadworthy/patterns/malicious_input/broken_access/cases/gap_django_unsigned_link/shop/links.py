import json

from rest_framework import permissions, serializers, views
from rest_framework.response import Response

from shop.models import Product, Watch


def who_and_what(token):
    told = json.loads(token)
    found = {"watch": told["watch"]}
    if "product" in told:
        found.update({"product": Product.objects.get(pk=told["product"])})
    return found


class Unwatching(serializers.Serializer):
    token = serializers.CharField()

    @staticmethod
    def validate_token(token):
        try:
            return who_and_what(token)
        except ValueError:
            raise serializers.ValidationError()

    def create(self, validated_data):
        told = validated_data.get("token")
        watch = Watch.objects.filter(pk=told["watch"]).first()
        if watch:
            watch.muted = True
            watch.save()
        return {}


class Unwatch(views.APIView):
    permission_classes = [permissions.AllowAny]

    @staticmethod
    def post(request, token):
        serializer = Unwatching(data={"token": token, **request.data})
        serializer.is_valid(raise_exception=True)
        serializer.save()
        return Response({})
