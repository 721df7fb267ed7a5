from django.db.models import F
from rest_framework import serializers

from shop.models import Note, Order, Product


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        fields = ["id", "title", "body", "created_at"]


class OrderSerializer(serializers.ModelSerializer):
    product_name = serializers.CharField(source="product.name", read_only=True)

    class Meta:
        model = Order
        fields = ["id", "product", "product_name", "quantity"]


class NewOrderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ["id", "product", "quantity", "key"]

    def create(self, validated_data):
        taken = validated_data["quantity"]
        left = Product.objects.filter(pk=validated_data["product"].pk, stock__gte=taken).update(stock=F("stock") - taken)
        if not left:
            raise serializers.ValidationError("There are not so many left")
        return super().create(validated_data)
