from dj_rest_auth.views import LoginView
from rest_framework.permissions import AllowAny


class TokenSignIn(LoginView):
    permission_classes = [AllowAny]
