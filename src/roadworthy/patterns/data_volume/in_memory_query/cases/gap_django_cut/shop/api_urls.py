from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.urls import path

from shop.models import Order


@login_required
def largest(request):
    latest = sorted(Order.objects.filter(user=request.user), key=lambda one: one.quantity)[-5:]
    return JsonResponse({"largest": [one.pk for one in latest]})


urlpatterns = [path("largest/", largest)]
