from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render



class GiftForm(forms.Form):
    email = forms.EmailField()
    quantity = forms.IntegerField(min_value=1, max_value=10)


@login_required
def give(request):
    form = GiftForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("orders")
    return render(request, "shop/order.html", {"form": form})
