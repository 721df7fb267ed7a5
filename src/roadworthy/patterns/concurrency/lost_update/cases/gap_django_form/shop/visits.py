from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from shop.forms import VisitForm


@login_required
def book(request):
    form = VisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        visit = form.save(commit=False)
        visit.visitor = request.user
        visit.save()
        return redirect("book")
    return render(request, "shop/order.html", {"form": form})
