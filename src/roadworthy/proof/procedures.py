"""tRPC's procedures as the trial needs them to be told, from the App."""

from __future__ import annotations

from roadworthy.app import App
from roadworthy.regex import regex
from roadworthy.trial.procedures import ProcedurePlan

# `pages/api/trpc/[trpc].ts`, `app/api/trpc/[trpc]/route.ts`: the folder above it is the address.
_NEXT_FILE = regex(r"(?:^|/)(?:pages|app)/((?:[\w-]+/)*)\[trpc\](?:/route)?\.[jt]sx?$")
_MOUNTED = regex(r"\.(?:use|all)\(\s*['\"](/[\w/-]+?)(?:/\*)?['\"]\s*,\s*(?:\w+\.)?createExpressMiddleware")
_TRANSFORMER = regex(r"\btransformer\b\s*[:(,}]")


def procedures_of(app: App) -> ProcedurePlan:
    """Their names, where they are served and whether a transformer is set; no names where the app has none."""
    names = tuple(one.path for one in app.endpoints if one.kind == "rpc" and one.framework == "trpc")
    if not names:
        return ProcedurePlan()
    texts = [text for path in app.modules if "trpc" in (text := app.text(path))]
    wrapped = any(_TRANSFORMER.search(text) for text in texts)
    return ProcedurePlan(names, _address(app, texts), wrapped)


def _address(app: App, texts: list[str]) -> str:
    by_file = (_NEXT_FILE.search(path) for path in app.modules)
    mounted = (_MOUNTED.search(text) for text in texts)
    found = next((one for one in (*by_file, *mounted) if one is not None), None)
    return "/" + found[1].strip("/") if found is not None else ProcedurePlan().path
