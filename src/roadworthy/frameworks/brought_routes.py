"""Routes that a library for accounts brings along: nobody wrote them in the app, and they are not read. That is said."""

from __future__ import annotations

from roadworthy.frameworks.found import Found
from roadworthy.interpret import Args, External, Library, Run, Value
from roadworthy.languages import form

# What each maker of routes adds, from the documentation of fastapi-users ("Routers").
_OF_FASTAPI_USERS = {
    "get_auth_router": "POST /login, POST /logout",
    "get_register_router": "POST /register",
    "get_reset_password_router": "POST /forgot-password, POST /reset-password",
    "get_verify_router": "POST /request-verify-token, POST /verify",
    "get_users_router": "/me and /{id}: GET, PATCH, DELETE",
    "get_oauth_router": "GET /authorize, GET /callback",
    "get_oauth_associate_router": "GET /authorize, GET /callback",
}


def register(library: Library, found: Found) -> None:
    """Notes where such routes are made."""

    @library.on_call(*(f"fastapi_users.*.{name}" for name in _OF_FASTAPI_USERS))
    def fastapi_users(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        brought = _OF_FASTAPI_USERS[target.path.rsplit(".", 1)[-1]]
        run.program.note(
            run.module, node, f"the routes that fastapi-users adds here ({brought}) are not looked at"
        )
        return None

    @library.on_call("flask_security.Security", "flask_security.Security().init_app")
    def flask_security(run: Run, target: External, args: Args, node: form.Node) -> Value | None:
        if target.path.endswith("init_app") or args.get(0, "app") is not None:
            run.program.note(
                run.module,
                node,
                "the routes that Flask-Security adds here (sign-in, sign-out and what its settings turn on) are not looked at",
            )
        return None
