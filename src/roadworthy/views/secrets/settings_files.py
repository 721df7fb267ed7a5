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
_BENCH_FOLDER = regex(r"(^|/)(dev|develop(ment)?|local)/", re.I)
_LINE = regex(
    r"""(?m)^[ \t]*(?:export[ \t]+)?([A-Z][A-Z0-9_]*)[ \t]*=[ \t]*(["']?)([^\s"'`#]{6,200})\2[ \t]*\r?$"""
)
_LEAST = 16
# What sessions and tokens are signed with: whoever guesses it, or reads it here, is anybody.
_SIGNS = regex(
    r"^((JWT|APP|FLASK|DJANGO|SESSION|AUTH|TOKEN|ACCESS|REFRESH)_)*(SECRET|SECRET_KEY|JWT_SECRET(_KEY)?|SIGNING_KEY)$"
)
_FOR_NOW = regex(r"dev|test|local|example|demo|sample|dummy|insecure|todo", re.I)
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
    of_a_bench = _BENCH.search(path.rsplit("/", 1)[-1]) or _BENCH_FOLDER.search(path)
    return _FILE.search(path) is not None and not of_a_bench


def set_there(text: str) -> Iterator[Written]:
    """Every secret that such a file sets to what nobody could guess: what is in it is in use, or was."""
    for match in _LINE.finditer(text):
        name, _, value = match.groups()
        if is_placeholder(value):
            continue
        if _SIGNS.match(name) and not _FOR_NOW.search(value) and "$" not in value:
            yield Written(f"`{name}`", value, match.start(1), match.end(3))
            continue
        named = (
            len(value) >= _LEAST
            and _SECRET.search(name)
            and not _PUBLIC.search(name.replace("SECRET_ACCESS_KEY", "SECRET"))
        )
        if named and _VALUE.fullmatch(value) and _is_random(value):
            yield Written(f"`{name}`", value, match.start(1), match.end(3))


_OF_ACCOUNT = regex(r"^(\w+?)_(PASSWORD|PASS|PWD)$")
# Servers that the app asks; what lets people into them is another matter.
_SERVERS = regex(
    r"^(DB|DATABASE|PG\w*|POSTGRES\w*|MYSQL\w*|MARIADB\w*|MONGO\w*|REDIS\w*|SMTP\w*|MAIL\w*|EMAIL\w*|RABBIT\w*|AMQP\w*|MINIO\w*|KAFKA\w*|ELASTIC\w*"
    r"|GRAFANA\w*|FLOWER\w*|KEYCLOAK\w*|NEO4J\w*|PROXY\w*|SFTP|FTP)(_|$)"
)


def account_passwords(text: str) -> Iterator[Written]:
    """The passwords that such a file sets for accounts: each with the address or name of the account beside it (`ADMIN_EMAIL`)."""
    set_here = {match.group(1): match for match in _LINE.finditer(text)}
    for name, match in set_here.items():
        found = _OF_ACCOUNT.match(name)
        stem = found.group(1) if found is not None else ""
        paired = (
            any(f"{stem}_{one}" in set_here for one in ("EMAIL", "USERNAME", "LOGIN")) or stem in set_here
        )
        if (
            stem
            and paired
            and not _SERVERS.match(stem)
            and not is_placeholder(match.group(3))
            and "$" not in match.group(3)
        ):
            yield Written(f"`{name}`", match.group(3), match.start(3), match.end(3))


def _is_random(value: str) -> bool:
    mixed = re.search(r"\d", value) is not None and re.search(r"[A-Za-z]", value) is not None
    hexadecimal = re.fullmatch(r"[0-9a-f-]+|[0-9A-F-]+", value) is not None
    return mixed and entropy(value) > (_RANDOM_HEX if hexadecimal else _RANDOM)
