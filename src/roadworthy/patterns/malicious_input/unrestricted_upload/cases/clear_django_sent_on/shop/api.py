import os

import requests
from rest_framework import permissions, serializers, viewsets

from shop.models import Note

HOST = os.environ.get("PICTURE_HOST", "https://pictures.example")
LARGEST = 2 * 1024 * 1024


class NoteSerializer(serializers.ModelSerializer):
    picture = serializers.ImageField(write_only=True)

    class Meta:
        model = Note
        fields = ["id", "title", "body", "picture"]

    def validate_picture(self, picture):
        if picture.size > LARGEST:
            raise serializers.ValidationError("The picture is larger than 2 MB.")
        return picture

    def create(self, validated_data):
        picture = validated_data.pop("picture")
        sent = requests.post(f"{HOST}/upload", files={"image": picture.read()}, timeout=10)
        sent.raise_for_status()
        return Note.objects.create(**validated_data)


class NoteViewSet(viewsets.ModelViewSet):
    serializer_class = NoteSerializer
    permission_classes = [permissions.IsAuthenticated]

    def get_queryset(self):
        return Note.objects.filter(owner=self.request.user)

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)
