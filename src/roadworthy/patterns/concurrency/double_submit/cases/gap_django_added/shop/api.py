from rest_framework import permissions, serializers, viewsets

from shop.models import Note, Step


class NoteSerializer(serializers.ModelSerializer):
    steps = serializers.ListField(child=serializers.CharField(max_length=80), write_only=True, max_length=20)

    class Meta:
        model = Note
        fields = ["id", "title", "body", "steps"]

    def update(self, instance, validated_data):
        steps = validated_data.pop("steps")
        instance.title = validated_data["title"]
        instance.save()
        for text in steps:
            Step.objects.create(note=instance, text=text)
        return instance


class NoteViewSet(viewsets.ModelViewSet):
    serializer_class = NoteSerializer
    permission_classes = [permissions.IsAuthenticated]
    http_method_names = ["get", "put"]

    def get_queryset(self):
        return Note.objects.filter(owner=self.request.user)
