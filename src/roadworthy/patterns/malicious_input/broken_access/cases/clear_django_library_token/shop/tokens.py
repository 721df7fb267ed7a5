from authlib.oauth2.rfc6749 import TokenMixin


class Token(TokenMixin):
    user = None
