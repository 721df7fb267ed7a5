from rest_framework import permissions, serializers, viewsets

from shop.models import Note, Shelf


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        fields = ["id", "title"]


class ShelfSerializer(serializers.ModelSerializer):
    notes = NoteSerializer(many=True, read_only=True)
    keys = serializers.ListField(child=serializers.IntegerField(), write_only=True, max_length=20)

    class Meta:
        model = Shelf
        fields = ["id", "name", "notes", "keys"]

    def create(self, validated_data):
        keys = validated_data.pop("keys")
        shelf = Shelf.objects.create(**validated_data)
        shelf.notes.set(Note.objects.filter(pk__in=keys))
        return shelf


class NoteViewSet(viewsets.ModelViewSet):
    serializer_class = ShelfSerializer
    permission_classes = [permissions.IsAdminUser]
    http_method_names = ["get"]
    queryset = Shelf.objects.all()
