"""Server actions of a Next.js app: called as its pages call them, and their answers judged as a page would.

Next.js names the actions of a build in `.next/server/server-reference-manifest.json`: by id, with the pages that can be
asked for them and, since 15.5, file and export. Before, an id is a hash of both, which is worked out again here.
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from roadworthy.errors import TrialUnavailable
from roadworthy.regex import regex
from roadworthy.trial.action_reply import FormFields, Undefined, encoded_arguments, returned_value
from roadworthy.trial.action_shape import ACTION, ActionArgument, ActionShape
from roadworthy.trial.exchange import Request, Response
from roadworthy.trial.page_entry import SIGN_IN

MANIFEST = ".next/server/server-reference-manifest.json"
_PREVIOUS_STATE = regex(r"^_?(prev(ious)?)?_?(form)?_?state$|^_?(prev|initial)\w*$|^_+$", re.IGNORECASE)
_REFUSALS = ("error", "errors", "fieldErrors", "serverError", "validationErrors", "bindArgsValidationErrors")
# DEFAULT_SERVER_ERROR_MESSAGE of next-safe-action: an error that nobody handles.
_UNHANDLED = "Something went wrong while executing the operation."
_GROUP = regex(r"^(\(.*\)|@.*)$")
_DYNAMIC = regex(r"^\[.*\]$")


class BuiltAction(msgspec.Struct, frozen=True):
    """An action as the build names it: `file` and `exported` are '' where the build does not say."""

    id: str
    pages: tuple[str, ...]
    file: str = ""
    exported: str = ""


class ServerActions:
    """`folder` is the Next.js app's own, in the trial's copy; `inside` the same folder as the app sees it, of which old
    releases make their ids; `prefix` leads from the root of the app to it."""

    def __init__(self, shapes: Sequence[ActionShape], folder: Path, inside: str, prefix: str) -> None:
        self._shapes = {shape.name: shape for shape in shapes}
        self._folder, self._inside, self._prefix = folder, inside, prefix
        self._built: tuple[BuiltAction, ...] | None = None
        self._salt = ""

    # --- asking -------------------------------------------------------------------------------------

    def encoded(self, request: Request) -> Request:
        """The HTTP request behind a call of an action. Raises TrialUnavailable when the build offers no such action."""
        if request.method != ACTION:
            return request
        shape = self._shapes.get(request.path)
        if shape is None:
            raise TrialUnavailable(f"{request.path} is no server action that the audit knows")
        built = self._find(shape)
        given = request.json if request.json is not None else request.data
        body, kind = encoded_arguments(arguments(shape.arguments, given))
        headers = {"next-action": built.id, "accept": "text/x-component", "content-type": kind}
        return msgspec.structs.replace(
            request,
            method="POST",
            path=page_path(built.pages),
            json=None,
            data=body,
            headers={**headers, **request.headers},
        )

    def judged(self, request: Request, answer: Response) -> Response:
        """The answer of an action: its value as JSON, and whether the action was done."""
        if request.method != ACTION:
            return answer
        if "text/x-component" not in answer.headers.get("content-type", "") or answer.status >= 500:
            return msgspec.structs.replace(answer, accepted=_redirect_accepted(answer))
        value = returned_value(answer.text)
        body = json.dumps(value).encode() if value is not None else answer.body
        accepted = _redirect_accepted(answer) and not _refuses(value)
        return msgspec.structs.replace(answer, body=body, accepted=accepted)

    def command(self, request: Request, who: str) -> str:
        """The call as a line to paste. The id is that of this build."""
        sent = self.encoded(request)
        parts = ["curl -s -X POST", *([f'-H "${who.upper()}"'] if who != "anonymous" else [])]
        parts += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in sent.headers.items()]
        assert isinstance(sent.data, bytes)
        text = sent.data.decode().replace("\\", "\\\\").replace("'", "\\'").replace("\r\n", "\\r\\n")
        return f"{' '.join(parts)} --data-binary $'{text}' \"$BASE{sent.path}\""

    # --- finding ------------------------------------------------------------------------------------

    def _find(self, shape: ActionShape) -> BuiltAction:
        for built in self._actions():
            named = built.exported == shape.exported and f"/{shape.file}".endswith(f"/{built.file}")
            if built.pages and (named if built.file else built.id.endswith(self._hash(shape))):
                return built
        raise TrialUnavailable(
            f"no page of the build offers the action {shape.name}: nobody can call it from outside"
        )

    def _actions(self) -> tuple[BuiltAction, ...]:
        if self._built is None:
            file = self._folder / MANIFEST
            if not file.is_file():
                raise TrialUnavailable(f"the app's build left no {MANIFEST}")
            manifest = json.loads(file.read_text())
            self._salt = str(manifest.get("encryptionKey", ""))
            self._built = tuple(_built(key, entry) for key, entry in manifest.get("node", {}).items())
        return self._built

    def _hash(self, shape: ActionShape) -> str:
        """The end of an action's id: SHA-1 over a salt (from 15 on), the file as the build saw it and the export."""
        file = shape.file.removeprefix(self._prefix).lstrip("/")
        text = f"{self._inside}/{file}:{shape.exported}".encode()
        salted = any(len(built.id) > 40 for built in self._actions())
        return hashlib.sha1((self._salt.encode() if salted else b"") + text).hexdigest()


def _built(key: str, entry: Mapping[str, Any]) -> BuiltAction:
    pages = tuple(entry.get("workers", {}))
    return BuiltAction(key, pages, str(entry.get("filename", "")), str(entry.get("exportedName", "")))


def arguments(wanted: Sequence[ActionArgument], given: Any) -> list[Any]:
    """The arguments in order, taken from the fields of a request."""
    fields = dict(given) if isinstance(given, Mapping) else {}
    named = {argument.name for argument in wanted if argument.name}
    rest = {name: value for name, value in fields.items() if name not in named}
    found: list[Any] = []
    for argument in wanted:
        if argument.form:
            found.append(FormFields(rest))
        elif not argument.name:
            found.append(rest)
        elif argument.name in fields:
            found.append(fields[argument.name])
        else:
            found.append({} if _PREVIOUS_STATE.match(argument.name) else Undefined())
    return found


def page_path(workers: Sequence[str]) -> str:
    """The path of a page that answers for an action: the one with the fewest parts that need a value."""
    paths = [_route(worker) for worker in workers]
    best = min(
        paths, key=lambda parts: (sum(bool(_DYNAMIC.match(part)) for part in parts), len(parts), parts)
    )
    return "/" + "/".join("1" if _DYNAMIC.match(part) else part for part in best)


def _route(worker: str) -> list[str]:
    """`app/(shop)/cart/[id]/page` -> ['cart', '[id]']."""
    parts = worker.removeprefix("app/").split("/")[:-1]
    return [part for part in parts if part and not _GROUP.match(part)]


def _redirect_accepted(answer: Response) -> bool:
    led = answer.headers.get("x-action-redirect", "") or answer.headers.get("location", "")
    # Next.js writes how the page is to change behind the address: `/notes;push`.
    path = led.split(";")[0].split("?")[0]
    return 0 < answer.status < 400 and not SIGN_IN.search(path)


def _refuses(value: Any) -> bool:
    """Whether an action's answer says that it was not done: `{ error: "..." }`, `{ success: false }`, next-safe-action's and zsa's
    answers to what they do not let through."""
    if isinstance(value, list) and len(value) == 2:
        # zsa: what was done, or why it was not.
        return value[0] is None and isinstance(value[1], Mapping) and "code" in value[1]
    if not isinstance(value, Mapping):
        return False
    said = any(bool(value.get(name)) for name in _REFUSALS)
    return said or any(value.get(name) is False for name in ("success", "ok"))


def has_failed(answer: Response) -> bool:
    """Whether the server failed where it should have answered: a 5xx, or what next-safe-action says in its place."""
    value = answer.json()
    unhandled = isinstance(value, Mapping) and value.get("serverError") == _UNHANDLED
    return answer.status >= 500 or unhandled
