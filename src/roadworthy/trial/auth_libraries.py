"""What libraries for signing in read from the environment by themselves, so that no code of the app names it."""

from __future__ import annotations

from collections.abc import Mapping

from roadworthy.trial.environment import stable_secret

DOORS = ("next-auth", "better-auth")
"""Libraries with endpoints of their own through which people come in."""
_READ = {
    "next-auth": ("NEXTAUTH_URL",),
    "better-auth": ("BETTER_AUTH_SECRET", "BETTER_AUTH_URL"),
}
# Providers that version 5 configures by names of its own, where the code gives nothing.
_PROVIDERS = ("GOOGLE", "GITHUB", "DISCORD", "FACEBOOK", "LINKEDIN", "GITLAB")
_AUTHJS_SECRET = "AUTH_SECRET"


def names_read(dependencies: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the environment that the libraries among the dependencies read."""
    return tuple(name for library, names in _READ.items() if library in dependencies for name in names)


def values_set(dependencies: Mapping[str, str]) -> dict[str, str]:
    """What a host of such apps sets beside what they ask for."""
    found: dict[str, str] = {}
    if "openid-client" in dependencies:
        # What Replit sets beside its provider; the app's address has no port there.
        found |= {"REPL_ID": stable_secret("REPL_ID")[:32], "REPLIT_DOMAINS": "127.0.0.1"}
    if "next-auth" in dependencies:
        found |= _of_authjs()
    return found


def _of_authjs() -> dict[str, str]:
    # Version 4 reads the one name and 5 the other; an app may ask for either beside its library. Behind a host's proxy
    # the Host header can be believed.
    secret = stable_secret(_AUTHJS_SECRET)
    known = {
        f"AUTH_{name}_{part}": stable_secret(name)[:24] for name in _PROVIDERS for part in ("ID", "SECRET")
    }
    return {**known, _AUTHJS_SECRET: secret, "NEXTAUTH_SECRET": secret, "AUTH_TRUST_HOST": "true"}
