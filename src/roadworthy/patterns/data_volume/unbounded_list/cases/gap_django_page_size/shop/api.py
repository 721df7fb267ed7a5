from rest_framework import pagination, permissions, serializers, viewsets

from shop.models import Note


class NoteSerializer(serializers.ModelSerializer):
    class Meta:
        model = Note
        fields = ["id", "title"]


class Pages(pagination.PageNumberPagination):
    page_size = 20
    page_size_query_param = "size"


class NoteViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = NoteSerializer
    pagination_class = Pages
    permission_classes = [permissions.AllowAny]
    queryset = Note.objects.order_by("id")
