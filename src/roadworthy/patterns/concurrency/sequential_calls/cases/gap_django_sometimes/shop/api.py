from django.http import JsonResponse
from rest_framework import permissions
from rest_framework.decorators import api_view, permission_classes

from shop.models import Note


def told(note, short):
    if short:
        return {"title": note.title}
    return {"title": note.title, "places": [shelf.name for shelf in note.shelves.all()]}


@api_view(["GET"])
@permission_classes([permissions.IsAdminUser])
def notes(request):
    short = "short" in request.GET
    rows = Note.objects.filter(title__gt="")
    if not short:
        rows = rows.order_by("title")
    return JsonResponse({"notes": [told(note, short) for note in rows]})
