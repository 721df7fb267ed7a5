from django.core.cache import cache

from shop.models import Session


def found_by(token):
    known = cache.get(f"session:{token}")
    if known is not None:
        user, session = known
        return user, session
    session = Session.objects.filter(token=token).select_related("user").first()
    if session is None:
        return None, None
    cache.set(f"session:{token}", (session.user, session), timeout=60)
    return session.user, session


def asker(request):
    token = request.COOKIES.get("token")
    return found_by(token) if token else (None, None)


def member(get_response):
    def middleware(request):
        request.me, request.my_session = asker(request)
        return get_response(request)

    return middleware
