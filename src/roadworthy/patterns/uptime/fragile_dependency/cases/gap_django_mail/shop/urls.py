from django.contrib.auth.decorators import login_required
from django.core.mail import EmailMultiAlternatives
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.views.decorators.http import require_POST

from shop.models import Note


@login_required
@require_POST
def share(request, pk):
    note = get_object_or_404(Note, pk=pk, owner=request.user)
    mail = EmailMultiAlternatives(note.title, note.body, to=[request.user.email])
    mail.send()
    return redirect("share", pk=pk)


urlpatterns = [path("share/<int:pk>/", share, name="share")]
