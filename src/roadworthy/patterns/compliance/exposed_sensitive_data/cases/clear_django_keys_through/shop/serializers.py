from rest_framework import serializers

from shop.models import Note, Order


class NoteSerializer(serializers.ModelSerializer):
    readers = serializers.PrimaryKeyRelatedField(source="shelf.readers", many=True, read_only=True)

    class Meta:
        model = Note
        fields = ["id", "title", "body", "readers"]


class OrderSerializer(serializers.ModelSerializer):
    product_name = serializers.CharField(source="product.name", read_only=True)

    class Meta:
        model = Order
        fields = ["id", "product", "product_name", "quantity"]
