"""Guards that let a request through only when the row it names is the caller's own."""

from functools import wraps

from flask import abort
from flask_login import current_user

from $DATABASE import $SESSION


def require_owner(key, owner, argument):
    """Answers 404 unless the row whose `key` is in the view's `argument` belongs to the signed-in user by its `owner` column.

    The same answer as for a row that does not exist: whether it exists is not told.
    """

    def decorate(view):
        @wraps(view)
        def guarded(*args, **kwargs):
            found = $SESSION.session.execute($SESSION.select(owner).where(key == kwargs[argument])).scalar()
            if found is None or found != current_user.$KEY:
                abort(404)
            return view(*args, **kwargs)

        return guarded

    return decorate
