from rest_framework import permissions, serializers, viewsets

from shop.models import Note


class NoteSerializer(serializers.ModelSerializer):
    places = serializers.SerializerMethodField()

    class Meta:
        model = Note
        fields = ["id", "title", "places"]

    def get_places(self, obj):
        return [shelf.name for shelf in obj.shelves.all()]


class NoteViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = NoteSerializer
    permission_classes = [permissions.IsAdminUser]
    queryset = Note.objects.all()
