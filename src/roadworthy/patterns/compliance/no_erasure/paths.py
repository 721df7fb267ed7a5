"""Where accounts are deleted: the addresses that apps use, and the one that a repair adds."""

from __future__ import annotations

from roadworthy.app import App

USUAL = (
    "/api/account",
    "/account",
    "/api/me",
    "/me",
    "/api/users/me",
    "/users/me",
    "/api/user",
    "/api/profile",
)


def account_path(app: App) -> str:
    """The address for the deletion of one's own account: among the app's others."""
    paths = [endpoint.path for endpoint in app.endpoints]
    own = [path for path in ("/me", "/api/me", "/users/me", "/api/users/me") if path in paths]
    if own:
        return own[0]
    under = sum(path.startswith("/api/") for path in paths)
    return "/api/account" if under * 2 >= len(paths) else "/account"
