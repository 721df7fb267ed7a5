from functools import wraps

from flask import abort
from authlib.integrations.flask_oauth2 import ResourceProtector
from flask_login import current_user, login_required


def admin_required(view):
    @wraps(view)
    @login_required
    def guarded(*args, **kwargs):
        if not current_user.is_admin:
            abort(403)
        return view(*args, **kwargs)

    return guarded


class Guard(ResourceProtector):
    def __call__(self, scopes=None, optional=False):
        def around(view):
            @wraps(view)
            def decorated(*args, **kwargs):
                asking = current_user if current_user.is_authenticated else None
                if not optional and not scopes:
                    abort(403)
                return view(asking, *args, **kwargs)

            return decorated

        return around


guarded = Guard()
