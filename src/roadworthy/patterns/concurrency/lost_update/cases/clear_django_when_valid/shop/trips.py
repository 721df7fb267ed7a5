from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import redirect, render

from shop.forms import OrderForm
from shop.models import Boat, Trip


@login_required
def book(request, pk):
    form = OrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if Boat.objects.filter(pk=pk, taken=False).update(taken=True):
                Trip.objects.create(boat_id=pk, sailor=request.user)
        return redirect("orders")
    return render(request, "shop/order.html", {"form": form})
