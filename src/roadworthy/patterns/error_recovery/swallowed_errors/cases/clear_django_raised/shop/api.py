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

    def create(self, validated_data):
        picture = validated_data.pop("picture")
        try:
            sent = requests.post(f"{HOST}/upload", files={"image": picture.read()}, timeout=10)
            sent.raise_for_status()
        except Exception as error:
            raise serializers.ValidationError("The picture could not be kept. Please try again.") from error
        return Note.objects.create(**validated_data)


class NoteViewSet(viewsets.ModelViewSet):
    serializer_class = NoteSerializer
    permission_classes = [permissions.IsAuthenticated]

    def get_queryset(self):
        return Note.objects.filter(owner=self.request.user)

    def perform_create(self, serializer):
        serializer.save(owner=self.request.user)
