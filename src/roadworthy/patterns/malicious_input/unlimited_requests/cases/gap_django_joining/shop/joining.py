from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UserCreationForm
from django.shortcuts import redirect, render
from django.views.generic import View


class JoinForm(UserCreationForm):
    class Meta:
        model = get_user_model()
        fields = ("username",)


class Join(View):
    def post(self, request):
        form = JoinForm(data=request.POST)
        if not form.is_valid():
            return render(request, "registration/join.html", {"form": form})
        form.save()
        return redirect("login")
