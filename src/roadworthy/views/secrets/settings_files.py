"""Secrets in files of settings, where values stand without quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roadworthy.regex import regex
from roadworthy.views.secrets.exposure import entropy, is_placeholder
from roadworthy.views.secrets.secret_forms import Written

_FILE = regex(r"(^|/)\.env(\.[\w.-]+)?$|(^|/)[\w-]+\.env$", re.I)
# A developer's own machine or a test run: what is signed there opens nothing elsewhere.
_BENCH = regex(r"dev|test|ci$|local\.(example|sample)", re.I)
_LINE = regex(r"(?m)^[ \t]*(?:export[ \t]+)?([A-Z][A-Z0-9_]*)[ \t]*=[ \t]*([^\s\"'`#]{16,200})[ \t]*\r?$")
_SECRET = regex(r"SECRET|TOKEN|API_?KEY|PRIVATE_KEY|SERVICE_ROLE|ENCRYPTION_KEY|SIGNING_KEY")
# What a build puts into pages, and what is no secret by its name.
_PUBLIC = regex(
    r"^(NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|PUBLIC|NUXT_PUBLIC|GATSBY)_|PUBLISHABLE|ANON|PUBLIC|SITE_?KEY|CLIENT_?ID|KEY_?ID|APP_?ID"
    r"|ACCESS_KEY$|MEASUREMENT|MAPS|FIREBASE|SENTRY|RECAPTCHA|TURNSTILE|MAPBOX|POSTHOG|_(URL|URI|NAME|ALGORITHM|LIFETIME|EXPIR\w*|TTL|AUDIENCE|ISSUER|MINUTES|DAYS)$"
)
_VALUE = regex(r"[A-Za-z0-9_+/=.~-]+")
# In bits per character: 16 random characters have about 3.6, words and hosts less than 3.4.
_RANDOM = 3.4
_RANDOM_HEX = 3.0


def is_settings(path: str) -> bool:
    """Whether a file sets the environment of an app that is meant to run."""
    return _FILE.search(path) is not None and not _BENCH.search(path.rsplit("/", 1)[-1])


def set_there(text: str) -> Iterator[Written]:
    """Every secret that such a file sets to what nobody could guess: what is in it is in use, or was."""
    for match in _LINE.finditer(text):
        name, value = match.groups()
        named = _SECRET.search(name) and not _PUBLIC.search(name.replace("SECRET_ACCESS_KEY", "SECRET"))
        if named and _VALUE.fullmatch(value) and _is_random(value) and not is_placeholder(value):
            yield Written(f"`{name}`", value, match.start(1), match.end(2))


def _is_random(value: str) -> bool:
    mixed = re.search(r"\d", value) is not None and re.search(r"[A-Za-z]", value) is not None
    hexadecimal = re.fullmatch(r"[0-9a-f-]+|[0-9A-F-]+", value) is not None
    return mixed and entropy(value) > (_RANDOM_HEX if hexadecimal else _RANDOM)
