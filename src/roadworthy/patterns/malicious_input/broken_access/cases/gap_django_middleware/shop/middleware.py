from django.shortcuts import redirect


class MemberMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.member = None
        if request.path.startswith("/orders/"):
            if not request.user.is_authenticated:
                return redirect("login")
            request.member = request.user
        return self.get_response(request)
