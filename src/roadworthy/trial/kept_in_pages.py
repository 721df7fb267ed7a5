"""What an app's pages keep in localStorage once somebody has signed in, told from their source and the answer to the sign-in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from roadworthy.regex import regex

_SUFFIXES = frozenset({".ts", ".tsx", ".js", ".jsx", ".html", ".vue", ".svelte"})
_LARGEST = 400_000
_TOKEN = regex(r"^(access(_?token)?|token|id_?token|jwt|auth_?token|session_?token|bearer)$", re.IGNORECASE)
_NAME = r"""(?:["'`](?P<name>[\w.:-]+)["'`]|(?P<constant>[A-Za-z_$][\w$.]*))"""
_READ = regex(r"localStorage\.getItem\(\s*" + _NAME)
_WRITTEN = regex(
    r"localStorage\.setItem\(\s*" + _NAME + r"\s*,\s*JSON\.stringify\(\s*(?P<value>[\w$.?!]+)\s*\)"
)
_CONSTANT = regex(r"""\b(?:const|let|var)\s+([A-Za-z_$][\w$]*)\s*(?::[^=]+)?=\s*["'`]([\w.:-]+)["'`]""")
# Its head is an object in base64: `{"` is eyJ.
_SIGNED = regex(r"^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$")
_RENEWS = regex(r"refresh|renew|reset|verif|csrf|xsrf", re.IGNORECASE)
_ABOUT_TOKENS = regex(r"token|auth|jwt|session", re.IGNORECASE)
# zustand's `persist`: all of a store under one name, as {"state": ..., "version": 0}.
_STORE = regex(r"""\bpersist\s*\(.*?\bname\s*:\s*["'`]([\w.:-]+)["'`]""", re.DOTALL)
_FIELD = regex(r"^\s*(\w+)\s*:\s*(?:null|undefined|false|true|''|\"\")\s*(?:as [^,]+)?,", re.MULTILINE)
_PERSON = regex(r"user|customer|account|profile|member|person|admin", re.IGNORECASE)
_SIGNED_IN = regex(r"^(is_?)?(logged_?in|authenticated|signed_?in|auth)$", re.IGNORECASE)
_WHOLE = frozenset({"data", "response", "res", "result", "json", "body", "payload"})
_DEEPEST = 4


class KeptNames(msgspec.Struct, frozen=True):
    """Names in localStorage: `tokens` hold the token as it is, `parts` the named part of the answer as JSON, `stores` a whole
    store with its fields."""

    tokens: tuple[str, ...] = ()
    parts: dict[str, str] = msgspec.field(default_factory=dict)
    stores: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


def kept_names(copy: Path) -> KeptNames:
    """Read from the pages' source in `copy`."""
    tokens: dict[str, None] = {}
    parts: dict[str, str] = {}
    stores: dict[str, tuple[str, ...]] = {}
    for text in page_texts(copy):
        if "localStorage" not in text and "persist" not in text:
            continue
        constants = dict(_CONSTANT.findall(text))
        written = {
            name: match["value"] for match in _WRITTEN.finditer(text) if (name := _name(match, constants))
        }
        parts.update({name: re.split(r"[.?!]+", value)[-1] for name, value in written.items()})
        read = (_name(match, constants) for match in _READ.finditer(text))
        tokens.update(dict.fromkeys(name for name in read if _ABOUT_TOKENS.search(name)))
        stores.update({store[1]: tuple(_FIELD.findall(store[0])) for store in _STORE.finditer(text)})
    return KeptNames(tuple(name for name in tokens if name not in {*parts, *stores}), parts, stores)


def page_texts(copy: Path) -> Iterator[str]:
    """The sources of an app's pages, in the order of their paths."""
    for file in sorted(path for path in copy.rglob("*") if path.suffix in _SUFFIXES):
        if file.is_file() and not file.is_symlink() and file.stat().st_size < _LARGEST:
            yield file.read_text(errors="replace")


def _name(match: re.Match[str], constants: Mapping[str, str]) -> str:
    return match["name"] or constants.get(match["constant"], "")


def kept_values(names: KeptNames, answer: Any) -> dict[str, str]:
    """What stands in localStorage after a sign-in that was answered with `answer` (parsed JSON); {} where it holds no token."""
    token = token_in(answer)
    if token is None:
        return {}
    values = dict.fromkeys(names.tokens, token)
    if not (names.tokens or names.parts or names.stores):
        values["token"] = token
    for name, part in names.parts.items():
        found = _part(answer, part, name, token)
        if found is not None:
            values[name] = json.dumps(found)
    for name, fields in names.stores.items():
        state = {field: _part(answer, field, field, token) for field in fields}
        kept = {field: value for field, value in state.items() if value is not None}
        values[name] = json.dumps({"state": kept, "version": 0})
    return values


def _part(answer: Any, part: str, name: str, token: str) -> Any:
    """What the page would call `part` of the answer and keep as `name`; None where nothing fits."""
    if _TOKEN.match(part):
        return token
    if _SIGNED_IN.match(part):
        return True
    if part in _WHOLE:
        return answer
    found = _named(answer, part)
    if found is None and _PERSON.search(part + name):
        found = _person(answer)
    return found


def _named(value: Any, name: str, depth: int = _DEEPEST) -> Any:
    if not isinstance(value, Mapping) or depth == 0:
        return None
    if value.get(name) is not None:
        return value[name]
    return next((f for inner in value.values() if (f := _named(inner, name, depth - 1)) is not None), None)


def _person(answer: Any) -> Any:
    """The record of a person in the answer: the innermost that has an address, a role or a user name; None for none."""
    people = [one for one in _records(answer) if {"email", "role", "username"} & one.keys()]
    return people[-1] if people else None


def _records(value: Any, depth: int = _DEEPEST) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping) and depth:
        yield value
        for inner in value.values():
            yield from _records(inner, depth - 1)


def token_in(value: Any) -> str | None:
    """The bearer token in a JSON answer, wherever it is nested; dj-rest-auth's answer holds nothing but a `key`."""
    key = value.get("key") if isinstance(value, Mapping) and len(value) == 1 else None
    if isinstance(key, str) and key:
        return key
    return _token_within(value, _DEEPEST) or _signed_within(value)


def _signed_within(value: Any) -> str | None:
    """A JSON Web Token under a name of the app's own (`acces_token`, `userToken`), unless it only fetches the next one."""
    return next(
        (
            inner
            for record in _records(value)
            for name, inner in record.items()
            if isinstance(inner, str) and _SIGNED.match(inner) and not _RENEWS.search(name)
        ),
        None,
    )


def _token_within(value: Any, depth: int) -> str | None:
    if not isinstance(value, Mapping) or depth == 0:
        return None
    for name, inner in value.items():
        if isinstance(inner, str) and _TOKEN.match(name) and len(inner) > 8:
            return inner
    return next((found for inner in value.values() if (found := _token_within(inner, depth - 1))), None)
