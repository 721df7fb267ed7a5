from django.http import HttpResponseForbidden
from django.urls import resolve

OPEN = ("login", "products")


def staff_only(get_response):
    def middleware(request):
        if resolve(request.path).url_name not in OPEN and not request.user.is_staff:
            return HttpResponseForbidden("Staff only")
        return get_response(request)

    return middleware
