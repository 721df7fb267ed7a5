from rest_framework import serializers

from shop.models import Note, Order, User


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        fields = ["id", "title", "body", "created_at"]


class OrderSerializer(serializers.ModelSerializer):
    product_name = serializers.CharField(source="product.name", read_only=True)

    class Meta:
        model = Order
        fields = ["id", "product", "product_name", "quantity"]


class AccountSerializer(serializers.ModelSerializer):
    class Meta:
        model = User
        fields = ["email"]
