"""Writes a replay as a test of the runner that the app uses: pytest, Vitest or node:test."""

from __future__ import annotations

import json
from importlib.resources import files
from pprint import pformat
from string import Template

import msgspec

from roadworthy.app import App
from roadworthy.audit import AuditedGap
from roadworthy.proof.replay import Replay
from roadworthy.regex import regex
from roadworthy.source.visible import visible

_LISTED = regex(r"\W+")


class StandaloneTest(msgspec.Struct, frozen=True):
    """A file to write: `name` is its own name, without a folder."""

    name: str
    text: str


def standalone_test(app: App, gap: AuditedGap, version: str) -> StandaloneTest | None:
    """The test of a proven gap; None where its reproduction is more than rows and requests."""
    made = gap.reproduction
    if made is None or made.replay is None or made.state != "proven":
        return None
    runner = "pytest" if _written_in_python(app) else "vitest" if app.deployment.package("vitest") else "node"
    slug = _LISTED.sub("_", f"{gap.pattern.split('/')[1]}_{gap.id}").strip("_")
    name = f"test_{slug}.py" if runner == "pytest" else f"{slug.replace('_', '-')}.test.mjs"
    words = {
        "title": _line(f"{gap.subject}: {gap.message}"),
        "expect": _line(made.expect),
        "observed": _line(made.observed),
        "version": _line(version),
        "gap": gap.id,
        "pattern": gap.pattern,
        "file": name,
        "example": "file:./test.db"
        if made.replay.database == "sqlite"
        else "postgresql://localhost/app_test",
        "port": "8000" if runner == "pytest" else "3000",
        **_own_words(runner, slug, gap, made.replay, made.expect),
    }
    return StandaloneTest(name, Template(_template(runner)).substitute(words))


def _own_words(runner: str, slug: str, gap: AuditedGap, replay: Replay, expect: str) -> dict[str, str]:
    plan = {**msgspec.to_builtins(replay), "expect": expect}
    if runner == "pytest":
        return {"plan": pformat(plan, width=110, sort_dicts=False), "name": slug}
    # ASCII alone: a line separator in a text of the app's must not end it.
    written = json.dumps(plan, indent=2, ensure_ascii=True)
    title = json.dumps(_line(f"{gap.subject}: {gap.message}"))
    line = "npx vitest run" if runner == "vitest" else "node --test"
    return {
        "plan": written,
        "name": title,
        "framework": "vitest" if runner == "vitest" else "node:test",
        "runner": line,
    }


def _template(runner: str) -> str:
    name = "reproduction_test.py.template" if runner == "pytest" else "reproduction.test.mjs.template"
    return files(__package__).joinpath("files", name).read_text(encoding="utf-8")


def _written_in_python(app: App) -> bool:
    endpoints = [endpoint.location.path for endpoint in app.endpoints]
    return sum(path.endswith(".py") for path in endpoints) * 2 > len(endpoints)


def _line(text: str) -> str:
    """One line of a comment: the app's text must not end it."""
    return " ".join(visible(text).split()).rstrip(".")
