from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from shop.models import Order


class GiftForm(forms.ModelForm):
    class Meta:
        model = Order
        fields = ["user", "quantity"]


@login_required
def give(request):
    form = GiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("orders")
    return render(request, "shop/order.html", {"form": form})
