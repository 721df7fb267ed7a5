from rest_framework import serializers

from shop.models import Club, Note, Order


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        fields = ["id", "title", "body", "created_at"]


class OrderSerializer(serializers.ModelSerializer):
    product_name = serializers.CharField(source="product.name", read_only=True)

    class Meta:
        model = Order
        fields = ["id", "product", "product_name", "quantity"]


class ClubSerializer(serializers.ModelSerializer):
    class Meta:
        model = Club
        fields = ["id", "name"]

    def validate_name(self, value):
        if Club.objects.filter(name=value).exists():
            raise serializers.ValidationError("There is a club of this name")
        return value
