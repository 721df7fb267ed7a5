from django.shortcuts import get_object_or_404
from ninja_extra import api_controller, permissions, route

from shop.models import Note


@api_controller("/notes", permissions=[permissions.IsAuthenticated])
class NoteController:
    @route.get("/{note_id}")
    def read(self, note_id: int):
        note = get_object_or_404(Note, id=note_id, owner=self.context.request.user)
        return {"title": note.title, "body": note.body}
