from django.shortcuts import get_object_or_404, redirect, render

from shop.models import Note


def show(request, pk):
    if not may_see(request.user):
        return redirect("login")
    note = get_object_or_404(Note, pk=pk)
    return render(request, "shop/note.html", {"note": note})


def may_see(user):
    if user.is_staff:
        return True

    if hasattr(user, "role") and user.role == "admin":
        return True

    return False
