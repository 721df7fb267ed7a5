from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import render

from shop.models import Order


@login_required
@transaction.atomic
def show(request):
    orders = Order.objects.order_by("-id").select_related("user", "product")[:500]
    return render(request, "shop/board.html", {"orders": orders})
