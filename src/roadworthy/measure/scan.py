"""A thin security scan: generic questions to the running app whose answers any visitor could read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from msgspec import Struct

from roadworthy.app import App
from roadworthy.regex import regex
from roadworthy.trial import Response, Trial

# Lines of a stack that only the server's own machine should show (Node, Python).
_STACK = regex(
    r"Traceback \(most recent call last\)|^\s*at .+\(?(/[\w./@-]+|file://\S+):\d+:\d+\)?|File \"[^\"]+\", line \d+"
    r"|(/app|/home|/usr|/opt)/[\w./@-]+\.(js|ts|mjs|cjs|py)\b",
    re.M,
)
_ODD_PATHS = ("/%E0%A4%A", "/api/%00", "/..%2f..%2fpackage.json")
_SIGN_IN = regex(r"sess|sid|auth|token|jwt", re.I)


class ScanFinding(Struct, frozen=True):
    """`rule` is x-powered-by, nosniff, frames, cookie or stack; `says` is a sentence; `request` is what was asked."""

    rule: str
    says: str
    request: str


def scan(app: App, trial: Trial) -> tuple[ScanFinding, ...]:
    """Headers of the front page and of an API answer, cookies of a sign-in, and what malformed requests are told."""
    trial.reset()
    found = [*_headers(trial, "/"), *_cookies(trial), *_errors(app, trial)]
    first = {(finding.rule, finding.says): finding for finding in reversed(found)}
    return tuple(sorted(first.values(), key=lambda finding: (finding.rule, finding.says)))


# --- headers -----------------------------------------------------------------------------------------


def _headers(trial: Trial, path: str) -> Iterator[ScanFinding]:
    response = trial.send("anonymous", "GET", path)
    headers, request = response.headers, f"GET {path}"
    if response.error:
        return
    if "x-powered-by" in headers:
        yield ScanFinding("x-powered-by", "Every answer names the framework", request)
    if headers.get("x-content-type-options", "").lower() != "nosniff":
        yield ScanFinding("nosniff", "Browsers may guess another type than was declared", request)
    frames = "frame-ancestors" in headers.get("content-security-policy", "")
    if not frames and "x-frame-options" not in headers:
        yield ScanFinding("frames", "Other sites may show the pages in a frame of theirs", request)


# --- cookies -----------------------------------------------------------------------------------------


def _cookies(trial: Trial) -> Iterator[ScanFinding]:
    """What a sign-in over HTTPS sets."""
    door, alice = trial.plan.doors.login, trial.actors.get("alice")
    if door is None or alice is None or not alice.credentials:
        return
    body = {
        field: alice.credentials[role] for field, role in door.fields.items() if role in alice.credentials
    }
    if door.form:
        response = trial.send("anonymous", door.method, door.path, data=body)
    else:
        response = trial.send("anonymous", door.method, door.path, json=body)
    yield from _flags(response, f"{door.method} {door.path}")
    trial.reset()


def _flags(response: Response, request: str) -> Iterator[ScanFinding]:
    for cookie in re.split(r",\s*(?=[\w.-]+=)", response.headers.get("set-cookie", "")):
        name, _, rest = cookie.partition("=")
        if not _SIGN_IN.search(name):
            continue
        parts = {part.strip().split("=")[0].lower() for part in rest.split(";")[1:]}
        for flag, says in (
            ("httponly", "Scripts in the page can read the sign-in cookie"),
            ("secure", "The sign-in cookie also travels unencrypted"),
            ("samesite", "The sign-in cookie goes along with requests from other sites"),
        ):
            if flag not in parts:
                yield ScanFinding("cookie", says, request)


# --- errors ------------------------------------------------------------------------------------------


def _errors(app: App, trial: Trial) -> Iterator[ScanFinding]:
    """What the app tells about itself when a request is malformed."""
    asked: list[tuple[str, str, str | None]] = [("GET", path, None) for path in _ODD_PATHS]
    posts = [endpoint for endpoint in app.endpoints if endpoint.method == "POST" and ":" not in endpoint.path]
    asked += [("POST", endpoint.path, "{not json") for endpoint in posts[:3] if "{" not in endpoint.path]
    for method, path, body in asked:
        headers = {"Content-Type": "application/json"} if body else None
        response = trial.send("anonymous", method, path, data=body, headers=headers)
        if _STACK.search(_text(response)):
            yield ScanFinding(
                "stack", "A malformed request is told where the code stands", f"{method} {path}"
            )


def _text(response: Response) -> str:
    """The answer as a person would read it: line ends in JSON and HTML are line ends."""
    try:
        text = json.dumps(json.loads(response.body)).replace("\\n", "\n")
    except ValueError:
        text = response.text
    return text.replace("<br>", "\n").replace("&nbsp;", " ")
