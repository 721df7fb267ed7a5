from django.core.paginator import Paginator
from django.shortcuts import render

from shop.models import Note


def visible_to(person):
    if not person.is_authenticated:
        return Note.objects.filter(owner__role="admin")
    return Note.objects.exclude(title="")


def feed(request):
    found = visible_to(request.user).order_by("-created_at")
    return render(request, "shop/note_list.html", {"object_list": Paginator(found, 30).get_page(request.GET.get("page"))})
