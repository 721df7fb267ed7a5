import functools

from authlib.integrations.django_oauth2 import BearerTokenValidator, ResourceProtector
from django.http import HttpResponse

from shop.tokens import Token

protector = ResourceProtector()
protector.register_token_validator(BearerTokenValidator(Token))


def with_token(view):
    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        request.member = None
        if request.headers.get("Authorization"):
            token = protector.acquire_token(request, ["notes"])
            request.member = token.user
        if not request.member:
            return HttpResponse("Who are you?", status=401)
        return view(request, *args, **kwargs)

    return wrapper
