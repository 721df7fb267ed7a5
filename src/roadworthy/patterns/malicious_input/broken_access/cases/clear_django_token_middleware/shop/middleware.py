import hmac
import os

from django.http import HttpResponse

from shop.models import User


class MemberMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("authorization", "")
        if not given:
            return self.get_response(request)
        name, _, mac = given.removeprefix("Bearer ").partition(".")
        expected = hmac.new(os.environ["SECRET_KEY"].encode(), name.encode(), "sha256").hexdigest()
        try:
            request.user = User.objects.get(username=name)
            if not hmac.compare_digest(mac, expected):
                raise PermissionError
        except (User.DoesNotExist, PermissionError):
            return HttpResponse("Invalid token", status=401)
        return self.get_response(request)
