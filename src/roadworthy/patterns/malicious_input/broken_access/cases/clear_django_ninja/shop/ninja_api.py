from django.shortcuts import get_object_or_404
from ninja import ModelSchema, NinjaAPI
from ninja.security import django_auth

from shop.models import Note

api = NinjaAPI(auth=django_auth)


class NoteOut(ModelSchema):
    class Meta:
        model = Note
        fields = ["id", "title", "body"]


@api.get("/notes/{note_id}", response=NoteOut)
def read_note(request, note_id: int):
    return get_object_or_404(Note, id=note_id, owner=request.user)
