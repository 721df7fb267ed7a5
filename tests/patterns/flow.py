"""Plays a base app's normal flow: what ordinary people do with it, request by request."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from roadworthy.trial import Response, Trial


def play(trial: Trial, file: Path) -> list[str]:
    """Sends the requests of `flow.toml` in order; returns what was not as expected, one line each.

    A request has actor, method, path, json and the expected status; `capture` keeps fields of the answer for the
    paths and bodies that follow (`{note_id}`).
    """
    kept: dict[str, Any] = {
        name: actor.credentials["id"] for name, actor in trial.actors.items() if "id" in actor.credentials
    }
    wrong = []
    for step in tomllib.loads(file.read_text())["request"]:
        path = step["path"].format(**kept)
        body = _filled(step.get("json"), kept)
        answer = _sent(trial, step["actor"], step["method"], path, body, step.get("headers"))
        if answer.status != step["expect"]:
            wrong.append(f"{step['actor']} {step['method']} {path}: {answer.status} {answer.text[:200]}")
            continue
        for name, field in step.get("capture", {}).items():
            kept[name] = answer.json()[field]
    return wrong


def _sent(
    trial: Trial, actor: str, method: str, path: str, body: Any, headers: dict[str, str] | None
) -> Response:
    """To the app, or to the Supabase project that its pages ask."""
    if trial.supabase is not None and path.startswith(("/rest/v1/", "/auth/v1/")):
        return trial.supabase.send(trial.actor(actor), method, path, json=body, headers=headers)
    return trial.send(actor, method, path, json=body, headers=headers)


def _filled(value: Any, kept: dict[str, Any]) -> Any:
    if isinstance(value, str) and value.startswith("{") and value[1:-1] in kept:
        return kept[value[1:-1]]
    if isinstance(value, dict):
        return {key: _filled(inner, kept) for key, inner in value.items()}
    return [_filled(inner, kept) for inner in value] if isinstance(value, list) else value
