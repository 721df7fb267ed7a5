from rest_framework import permissions, serializers, viewsets

from shop.models import Note, Profile


class ProfileSerializer(serializers.ModelSerializer):
    class Meta:
        model = Profile
        fields = ["shown_name"]


class NoteSerializer(serializers.ModelSerializer):
    author = ProfileSerializer(read_only=True)

    class Meta:
        model = Note
        fields = ["id", "title", "author"]


class NoteViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = NoteSerializer
    permission_classes = [permissions.AllowAny]
    queryset = Note.objects.all()
