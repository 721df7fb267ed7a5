from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from shop.forms import LessonForm


@login_required
def book(request):
    form = LessonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        lesson = form.save(commit=False)
        lesson.learner = request.user
        lesson.save()
        return redirect("book")
    return render(request, "shop/order.html", {"form": form})
