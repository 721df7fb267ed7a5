from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_POST

from shop.models import Note, Placed, Shelf


@login_required
@require_POST
def place(request, pk, shelf):
    note = get_object_or_404(Note, pk=pk, owner=request.user)
    found = get_object_or_404(Shelf, pk=shelf)
    Placed.objects.create(note=note, shelf=found)
    return redirect("place", pk=pk, shelf=shelf)


urlpatterns = [path("notes/<int:pk>/shelves/<int:shelf>/", place, name="place")]
