from shop.models import Visit


class VisitMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not Visit.objects.filter(path=request.path).exists():
            Visit.objects.create(path=request.path, number=1)
        Visit.objects.filter(path=request.path).update(agent=request.META.get("HTTP_USER_AGENT", "")[:80])
        return self.get_response(request)
