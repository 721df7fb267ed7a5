"""The administration that Django brings along, with a sign-in of its own."""

from __future__ import annotations

from collections.abc import Iterator

from roadworthy.app.location import Location, at
from roadworthy.app.model import App
from roadworthy.languages import form
from roadworthy.regex import regex
from roadworthy.source.purpose import is_test

_GUARDED = regex(
    rb"['\"](axes|defender|django_otp|honeypot|admin_honeypot|ratelimit|django_ratelimit)\b[\w.]*['\"]|AxesBackend|OTPAdminSite"
)


def admin_doors(app: App) -> tuple[tuple[str, Location], ...]:
    """(path, where it is put) of each mounted administration whose sign-in nothing limits."""
    return app.view(_admin_doors)


def has_administration(app: App) -> bool:
    """Whether such an administration is mounted: staff work there, and the app's own pages are for everybody else. A view."""
    return any(
        next(_mounted(path, module), None) is not None
        for path, module in app.modules.items()
        if module.language == "python" and not is_test(path)
    )


def _admin_doors(app: App) -> tuple[tuple[str, Location], ...]:
    python = [
        p for p, module in sorted(app.modules.items()) if module.language == "python" and not is_test(p)
    ]
    guarded = any("settings" in path and _GUARDED.search(app.read(path)) for path in python)
    doors = () if guarded else (door for path in python for door in _mounted(path, app.modules[path]))
    # Two files of addresses that put it under the same one are two ways to run the app, and one door.
    found: dict[str, Location] = {}
    for address, place in doors:
        found.setdefault(address, place)
    return tuple(found.items())


def _mounted(path: str, module: form.Module) -> Iterator[tuple[str, Location]]:
    own_login = False
    for node in form.walk(module.body, form.Call) if path.endswith("urls.py") else ():
        if (
            not isinstance(node, form.Call)
            or len(node.arguments) < 2
            or not isinstance(node.arguments[0], form.Literal)
        ):
            continue
        prefix, target = str(node.arguments[0].value), node.arguments[1]
        own_login |= prefix.rstrip("/").endswith("admin/login")
        admin = (
            isinstance(target, form.Member)
            and target.name == "urls"
            and _named(target.object).endswith("admin.site")
        )
        if admin and not own_login:
            yield "/" + prefix.strip("^/") + "/login/", at(path, node)


def _named(node: form.Expr) -> str:
    if isinstance(node, form.Member):
        return f"{_named(node.object)}.{node.name}"
    return node.name if isinstance(node, form.Name) else ""
