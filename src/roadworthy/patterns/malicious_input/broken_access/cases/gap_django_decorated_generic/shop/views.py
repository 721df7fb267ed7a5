from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.db import IntegrityError, transaction
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, ListView, UpdateView
from shop.forms import NoteForm, OrderForm
from shop.models import Note, Order, Product


class ProductList(ListView):
    queryset = Product.objects.order_by("name")
    paginate_by = 20


class ProductCreate(LoginRequiredMixin, UserPassesTestMixin, CreateView):
    model = Product
    fields = ["name", "price", "stock"]
    success_url = reverse_lazy("products")

    def test_func(self):
        return self.request.user.is_admin


class NoteList(LoginRequiredMixin, ListView):
    paginate_by = 20

    def get_queryset(self):
        return Note.objects.filter(owner=self.request.user)


class NoteUpdate(LoginRequiredMixin, UpdateView):
    form_class = NoteForm
    success_url = reverse_lazy("notes")

    def get_queryset(self):
        return self.request.user.notes.all()


@login_required
def show_note(request, pk):
    note = get_object_or_404(Note, pk=pk, owner=request.user)
    return render(request, "shop/note.html", {"note": note})


@login_required
@require_POST
def delete_account(request):
    request.user.delete()
    return redirect("login")


@login_required
def order(request):
    form = OrderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            with transaction.atomic():
                taken = Product.objects.filter(pk=wanted["product"], stock__gte=wanted["quantity"]).update(
                    stock=F("stock") - wanted["quantity"]
                )
                if taken:
                    Order.objects.create(
                        user=request.user,
                        product_id=wanted["product"],
                        quantity=wanted["quantity"],
                        key=wanted["key"],
                    )
        except IntegrityError:
            messages.info(request, "This order was placed already.")
        return redirect("orders")
    return render(request, "shop/order.html", {"form": form})


@login_required
def orders(request):
    found = Order.objects.filter(user=request.user).select_related("product")[:50]
    return render(request, "shop/orders.html", {"orders": found})


def may(right):
    def around(view):
        @wraps(view)
        def asked(request, *args, **kwargs):
            print(right, request.path)
            return view(request, *args, **kwargs)

        return asked

    return around


@method_decorator(may("keep products"), name="dispatch")
class ProductEdit(UpdateView):
    model = Product
    fields = ["name", "price", "stock"]
    success_url = reverse_lazy("products")
