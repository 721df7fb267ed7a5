from django.contrib.auth import get_user_model
from django.db import transaction
from rest_framework import serializers

from shop.models import Note, Order

User = get_user_model()


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        fields = ["id", "title", "body", "created_at"]


class OrderSerializer(serializers.ModelSerializer):
    product_name = serializers.CharField(source="product.name", read_only=True)

    class Meta:
        model = Order
        fields = ["id", "product", "product_name", "quantity"]


class MemberSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["id", "username", "password"]
        extra_kwargs = {"password": {"write_only": True, "min_length": 12, "max_length": 128}}

    @transaction.atomic
    def create(self, validated_data):
        member = User(username=validated_data["username"])
        member.set_password(validated_data["password"])
        member.save()
        return member
