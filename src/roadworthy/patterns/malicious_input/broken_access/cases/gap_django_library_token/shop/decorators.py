import functools

from device_detector import detect
from django.http import HttpResponse

DEVICES = ("phone", "desktop")


def with_token(view):
    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        device = detect(request)
        if not device:
            return HttpResponse("Bots stay outside", status=403)
        return view(request, *args, **kwargs)

    return wrapper
