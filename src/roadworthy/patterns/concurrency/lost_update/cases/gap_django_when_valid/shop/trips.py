from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render

from shop.forms import OrderForm
from shop.models import Boat, Trip


@login_required
def book(request, pk):
    boat = get_object_or_404(Boat, pk=pk)
    form = OrderForm(request.POST or None)
    if request.method == "POST" and boat.taken == False:  # noqa: E712
        if form.is_valid():
            boat.taken = True
            boat.save()
            Trip.objects.create(boat=boat, sailor=request.user)
            return redirect("orders")
    return render(request, "shop/order.html", {"form": form})
