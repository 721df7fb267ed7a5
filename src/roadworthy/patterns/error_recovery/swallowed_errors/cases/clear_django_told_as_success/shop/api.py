from rest_framework import permissions
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.models import Note
from shop.serializers import NoteSerializer


class NotesView(APIView):
    permission_classes = [permissions.IsAuthenticated]

    def post(self, request):
        serializer = NoteSerializer(data=request.data)
        if serializer.is_valid():
            serializer.save(owner=request.user)
            return Response(serializer.data, status=201)
        return Response(serializer.errors, status=400)
