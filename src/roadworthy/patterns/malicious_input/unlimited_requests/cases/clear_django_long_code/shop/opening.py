from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from shop.models import OneTimeCode


@require_POST
def opened(request):
    found = get_object_or_404(OneTimeCode, code=request.POST["code"], user__email=request.POST["email"])
    found.user.is_active = True
    found.user.save()
    return redirect("login")
