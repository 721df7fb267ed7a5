from rest_framework import serializers

from shop.models import Note, Order


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        fields = ["id", "title", "body", "created_at"]


class OrderSerializer(serializers.ModelSerializer):
    buyer = serializers.SerializerMethodField()

    class Meta:
        model = Order
        fields = "__all__"

    def get_buyer(self, obj):
        return obj.user.email
