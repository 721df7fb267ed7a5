"""What an app that does not start says it wants: variables that it checks for, by the names it prints."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from roadworthy.regex import regex
from roadworthy.trial.environment import SIGNATURE, SIGNATURE_NAME, stable_secret

# pydantic-settings: a list, set or dictionary is written as JSON.
_NO_JSON = regex(r"error parsing value for field \"(\w+)\"")
_WRONG_TYPE = regex(r"^(\w+)\s+Input should be a valid (integer|number|boolean)", re.MULTILINE)
_FIELD_MISSING = regex(r"^([A-Za-z]\w+)\s+[Ff]ield required", re.MULTILINE)
_MISSING = regex(
    r"\b(missing|required|not (set|defined|provided|found)|undefined|must be (set|defined))\b", re.I
)
# Node's own codes of errors are no variables.
_NAME = regex(r"(?<![\w.$/-])(?!ERR_|MODULE_)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w/-])")
_PUBLIC = r"NEXT_PUBLIC_|VITE_|REACT_APP_|EXPO_PUBLIC_"
# What a traceback shows of a line that reads a variable as a number: `int(getenv("DAYS"))`, `Number(process.env.DAYS)`.
_AS_NUMBER = regex(
    r"\b(?:int|float|Number|parseInt|parseFloat)\((?:[\w.]+[(\[.])?\s*[\"']?([A-Z][A-Z0-9_]*)\b"
)
_OF_TYPE = {"integer": "25", "number": "25", "boolean": "false"}
_NUMBER = regex(
    r"(PORT|COUNT|SIZE|LIMIT|MAX|MIN|SECONDS|MINUTES|HOURS|DAYS|TTL|ROUNDS|TIMEOUT|EXPIRES|EXPIRY)$"
)
_ADDRESS = regex(r"(URL|URI|ENDPOINT|ORIGIN|ORIGINS)$")
_OF_THE_APP = regex(r"^(APP|WEB|SITE|SERVER|PUBLIC|API|BACKEND|FRONTEND|VIRTUAL|ALLOWED)_")
# Where routes hang: at the root, where the audit knows them. Routers that insist on a slash take nothing at all as well.
_PREFIX = regex(r"(API|URL|ROUTE|PATH)_PREFIX$")
_HOST = regex(r"(HOST|HOSTS|HOSTNAME|DOMAIN|DOMAINS)$")


def demanded_values(
    said: str, names: Sequence[str], environment: Mapping[str, str], base_url: str
) -> dict[str, str]:
    """Values for the variables that the app's last words name and that it does not have, and the lists it could not read."""
    known = [name for name in names if _in(said, name)]
    found = {
        name: demanded_value(name, base_url)
        for name in (*known, *_told_missing(said))
        if name not in environment
    }
    for name in _NO_JSON.findall(said):
        # The field is told, and its variable may have a longer name.
        keys = [key for key in environment if key.upper().endswith(name.upper())] or [name.upper()]
        for key in keys:
            value = environment.get(key, "")
            if not value.startswith("["):
                found[key] = json.dumps([value] if value else [])
    for name, kind in _WRONG_TYPE.findall(said):
        key = name if name in environment else name.upper()
        if environment.get(key) != _OF_TYPE[kind]:
            found[key] = _OF_TYPE[kind]
    for name in _AS_NUMBER.findall(said):
        if name in (*names, *environment) and not _is_number(environment.get(name, "")):
            found[name] = "6379" if name.upper() == "REDIS_PORT" else _OF_TYPE["number"]
    return found


def _is_number(value: str) -> bool:
    try:
        return float(value) == float(value)
    except ValueError:
        return False


def _told_missing(said: str) -> list[str]:
    """Names that stand in a line which says that something is missing: the code may put them together, or read them from a
    list. pydantic says it in the line below."""
    in_lines = [name for line in said.splitlines() if _MISSING.search(line) for name in _NAME.findall(line)]
    return [*in_lines, *(name for name in _FIELD_MISSING.findall(said) if name.isupper())]


def _in(said: str, name: str) -> bool:
    # Settings classes print their fields in small letters, and some call a value public that is read under its plain name.
    written = rf"(?<![\w-])(?:{_PUBLIC})?{re.escape(name)}(?![\w-])"
    return len(name) > 3 and re.search(written, said, re.IGNORECASE) is not None


def demanded_value(name: str, base_url: str) -> str:
    """Something of the form that a name promises."""
    upper = name.upper()
    if upper == "REDIS_PORT":
        return "6379"
    if SIGNATURE_NAME.match(upper):
        return SIGNATURE
    if _PREFIX.search(upper):
        return ""
    if _NUMBER.search(upper):
        return "25"
    if _ADDRESS.search(upper):
        return f"https://{upper.lower().replace('_', '-')}.example.test"
    if _HOST.search(upper):
        own = urlsplit(base_url)
        # Of a service beside the app, whose port is another variable.
        beside = upper.endswith(("_HOST", "_HOSTNAME")) and not _OF_THE_APP.search(upper)
        return str(own.hostname) if beside else own.netloc
    if upper.endswith(("EMAIL", "FROM")):
        return "trial@example.com"
    return stable_secret(name)[:32]
