"""Requests whose handler reads a form of several parts (`await request.formData()`): sent as a browser sends one, files included."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from roadworthy.regex import Regex, regex
from roadworthy.trial.exchange import Request

_PARAMETER = regex(r"<[^>]+>|:\w+\??|\{[^}]+\}|\[[^\]]+\]")
# Nothing that a form's value holds.
_BOUNDARY = "roadworthy-5f1c0d9e7a"
# The smallest picture there is: what most forms take, and few refuse.
_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63600000000200"
    "0148afa4710000000049454e44ae426082"
)
_NAME, _KIND = "picture.png", "image/png"

File = tuple[str, bytes, str]
"""A file as httpx is handed one: its name, what it holds, its content type."""


class FormData:
    """`routes` are those that read such forms, as `POST /api/notes/:id` or `POST name` of an edge function, with the fields that
    are files."""

    def __init__(self, routes: Mapping[str, tuple[str, ...]]) -> None:
        self._routes = [(route_pattern(route), files) for route, files in routes.items()]

    def files(self, method: str, path: str) -> tuple[str, ...] | None:
        """The fields that hold files where such a form is read, None elsewhere."""
        line = f"{method.upper()} {path.partition('?')[0]}"
        return next((files for route, files in self._routes if route.fullmatch(line)), None)

    def encoded(self, request: Request) -> Request:
        """The request with its fields as such a form's; one that brings its own body stays as it is."""
        files = self.files(request.method, request.path)
        if files is None or request.data is not None or not isinstance(request.json, Mapping | None):
            return request
        return with_pictures(request, files)


def with_pictures(request: Request, files: Sequence[str]) -> Request:
    """The request as such a form, a small picture in each of these fields."""
    return with_files(request, dict.fromkeys(files, (_NAME, _PICTURE, _KIND)))


def fields_beside(body: Any, files: Mapping[str, Any]) -> dict[str, str]:
    """The other fields of a form that brings files, as text."""
    given = body if isinstance(body, Mapping) else {}
    return {name: _text(value) for name, value in given.items() if name not in files and value is not None}


def with_files(request: Request, files: Mapping[str, File]) -> Request:
    """The request with files, by their fields, and the other fields of `json`, as such a form."""
    kind = f"multipart/form-data; boundary={_BOUNDARY}"
    headers = {**{name.lower(): value for name, value in request.headers.items()}, "content-type": kind}
    data = _parts(request.json or {}, files)
    return msgspec.structs.replace(request, json=None, data=data, headers=headers)


def form_options(body: Any, files: tuple[str, ...]) -> list[str]:
    """The form as curl's options."""
    given = body if isinstance(body, Mapping) else {}
    fields = [
        f"-F {shlex.quote(f'{name}={_text(value)}')}" for name, value in given.items() if name not in files
    ]
    return [*fields, *(f"-F {shlex.quote(f'{name}=@{_NAME}')}" for name in files)]


def _parts(fields: Mapping[str, Any], files: Mapping[str, File]) -> bytes:
    found = b""
    for name, value in fields_beside(fields, files).items():
        found += _part(f'name="{name}"', "", value.encode("utf-8", "replace"))
    for field, (name, content, kind) in files.items():
        found += _part(f'name="{field}"; filename="{name}"', f"Content-Type: {kind}\r\n", content)
    return found + f"--{_BOUNDARY}--\r\n".encode()


def _part(about: str, more: str, content: bytes) -> bytes:
    head = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; {about}\r\n{more}\r\n"
    return head.encode() + content + b"\r\n"


def _text(value: Any) -> str:
    """As a form holds it: everything is text."""
    written = json.dumps(value, default=str)
    return written if isinstance(value, dict | list | bool) else str(value)


def route_pattern(route: str) -> Regex[str]:
    """What the paths of a route look like, `/orders/:id` with anything in the place of its parameters."""
    parts = [re.escape(part) for part in _PARAMETER.split(route)]
    return re.compile("[^/]+".join(parts) + "/?")
