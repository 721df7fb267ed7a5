from rest_framework import serializers

from shop.models import Note, Order


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
        product = validated_data["product"]
        if product.stock < validated_data["quantity"]:
            raise serializers.ValidationError("There are not so many left")
        product.stock -= validated_data["quantity"]
        product.save()
        return super().create(validated_data)
