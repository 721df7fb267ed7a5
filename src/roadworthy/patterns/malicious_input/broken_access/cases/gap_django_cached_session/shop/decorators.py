import functools

from django.shortcuts import redirect


def members_only(view):
    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.me:
            return redirect("login")
        return view(request, *args, **kwargs)

    return wrapper
